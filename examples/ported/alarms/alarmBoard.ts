/** Keeps the alarms that are raised; alarm_board.erl is this module in Erlang. */
import { GenEvent, type Call } from 'regent-otp/behaviours';
import { match, P } from 'ts-pattern';

type Active = readonly (readonly [name: string, severity: number])[];
type Swapped = readonly [readonly ['without', readonly string[]], readonly ['board', Active]];

export class AlarmBoard extends GenEvent<Active, Call<'active', Active>> {
  init(args: Swapped | readonly []) {
    if (args.length === 0) return ['ok', []] as const;
    const [[, names], [, active]] = args;
    return ['ok', active.filter(([name]) => !names.includes(name))] as const;
  }

  handleEvent(event: unknown, active: Active) {
    return match(event)
      .with(['raised', P.string, P.number], ([, name, severity]) => ['ok', stored(active, name, severity)] as const)
      .with(['cleared', P.string], ([, name]) => ['ok', active.filter(([other]) => other !== name)] as const)
      .otherwise(() => ['ok', active] as const);
  }

  override handleCall(_: 'active', active: Active) {
    return ['ok', active, active] as const;
  }

  override terminate(arg: unknown, active: Active) {
    return arg === 'swap' ? ['board', active] : 'ok';
  }
}

function stored(active: Active, name: string, severity: number): Active {
  const isThere = active.some(([other]) => other === name);
  return isThere ? active.map((one) => (one[0] === name ? [name, severity] : one)) : [...active, [name, severity]];
}
