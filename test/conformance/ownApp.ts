/** conformance-own/src/own_app.erl: an application callback that does what its start argument says. */
import { exit, on, receive, spawnLink } from 'regent-otp';
import { application, Application } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import * as t from './t.js';

type What = 'tree' | 'look' | readonly ['state' | 'give' | 'exit', unknown];

export class own_app extends Application {
  start(type: unknown, [n, what]: readonly [name: string, what: What]) {
    t.log('cb', 'start', [n, type]);
    return startAs(what);
  }

  override prepStop(s: unknown) {
    t.log('cb', 'prep_stop', s);
    return ['prepared', s];
  }

  override stop(s: unknown) {
    t.log('cb', 'stop', s);
    return 'ok';
  }

  override startPhase(ph: string, type: unknown, arg: unknown) {
    if (!Array.isArray(arg)) {
      t.log('cb', 'phase', [ph, type, arg]);
      return 'ok';
    }
    t.log('cb', 'phase', [ph, type]);
    const [how, value] = arg as readonly unknown[];
    return how === 'give' ? value : exit(value);
  }

  override configChange(c: unknown, n: unknown, r: unknown) {
    t.log('cb', 'config_change', [c, n, r]);
    return 'ok';
  }
}

function startAs(what: What): unknown {
  if (what === 'tree') return ['ok', spawnLink(top)];
  if (what === 'look') {
    const own = [
      application.getApplication(),
      application.getEnv('k'),
      application.getKey('vsn'),
      application.startType(),
    ];
    t.log('cb', 'own', own);
    return ['ok', spawnLink(top)];
  }
  const [how, value] = what;
  if (how === 'state') return ['ok', spawnLink(top), value];
  return how === 'give' ? value : exit(value);
}

function top(): Promise<unknown> {
  return receive(on(['exit', P._], ([, r]) => exit(r)));
}
