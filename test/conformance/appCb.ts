/** src/app_cb.erl: a programmable application callback; its start argument is a map of functions. */
import { Application } from 'regent-otp/behaviours';
import { ch } from './ch.js';
import { sup_cb } from './supCb.js';
import * as t from './t.js';

type Args = readonly [name: string, handlers: { readonly start?: () => unknown }];

export class app_cb extends Application {
  async start(type: unknown, [n, h]: Args) {
    t.log('cb', 'app start', [n, 'start', type]);
    if (h.start !== undefined) return h.start();
    const [, p] = await sup_cb.start(['ok', [{}, [ch.c(n)]]]);
    return ['ok', p, ['st', n]];
  }

  override stop(s: unknown) {
    t.log('cb', 'app stop', ['stop', s]);
    return 'ok';
  }

  override prepStop(s: unknown) {
    if (Array.isArray(s) && s.length === 2 && s[0] === 'st') {
      t.log('cb', 'app prep_stop', ['prep_stop', s[1]]);
      return ['prepped', s[1]];
    }
    t.log('cb', 'app prep_stop', ['prep_stop', s]);
    return s;
  }

  override startPhase(ph: string, type: unknown, arg: unknown) {
    t.log('cb', 'start_phase', [ph, type, arg]);
    return Array.isArray(arg) && arg[0] === 'fail' ? ['error', arg[1]] : 'ok';
  }
}
