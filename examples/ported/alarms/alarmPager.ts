/** Pages a process for severe alarms; alarm_pager.erl is this module in Erlang. */
import { error, send, type Address } from 'regent-otp';
import { GenEvent, type Call } from 'regent-otp/behaviours';
import { match, P } from 'ts-pattern';

interface Pager {
  readonly to: Address;
  readonly severity: number;
  readonly left: number;
}

export class AlarmPager extends GenEvent<Pager, Call<readonly ['set_severity', number], number>> {
  init([to, severity, most]: readonly [Address, number, number]) {
    if (most < 1) return ['error', ['bad_limit', most]] as const;
    return ['ok', { to, severity, left: most }] as const;
  }

  handleEvent(event: unknown, pager: Pager) {
    return match(event)
      .with(['raised', P._, P.number.gte(pager.severity)], ([, name]) => {
        send(pager.to, ['page', name]);
        return pager.left === 1 ? 'remove_handler' : (['ok', { ...pager, left: pager.left - 1 }] as const);
      })
      .with(['broken', P._], ([, why]) => error(why))
      .otherwise(() => ['ok', pager] as const);
  }

  override handleCall([, severity]: readonly ['set_severity', number], pager: Pager) {
    return ['ok', pager.severity, { ...pager, severity }] as const;
  }

  override handleInfo(info: unknown, pager: Pager) {
    return match(info)
      .with(['more', P.number], ([, pages]) => ['ok', { ...pager, left: pager.left + pages }] as const)
      .otherwise(() => ['ok', pager] as const);
  }
}
