/** src/ch.erl: a child of supervisors, which logs its start and the exit signals it gets. */
import { P } from 'ts-pattern';
import { error, exit, on, processFlag, receive, register, self, send, type Address } from 'regent-otp';
import { procLib } from 'regent-otp/behaviours';
import * as t from './t.js';

/** How a child behaves. */
export interface ChildOptions {
  /** Ignores exit signals. */
  readonly stubborn?: boolean;
  /** Sleeps so many ms before it exits. */
  readonly slow?: number;
  /** Exits with this reason instead. */
  readonly exit_as?: unknown;
  /** Whether it traps exits. */
  readonly trap?: boolean;
  /** Registers this name. */
  readonly reg?: string;
  /** What its start function gives instead of starting it. */
  readonly ret?: () => unknown;
  /** What its start function gives beside its address. */
  readonly info?: unknown;
}

export const ch = {
  [Symbol.toStringTag]: 'ch',

  // Named as in Erlang, for specifications that are logged show it.
  async start_link(name: unknown, opts: ChildOptions = {}, extra: unknown = 'none'): Promise<unknown> {
    t.log('start', 'child start called', extra === 'none' ? name : [name, extra]);
    if (opts.ret !== undefined) return opts.ret();
    const p = procLib.spawnLink(ch, 'loop', [self(), name, opts]);
    await receive(on([p, 'up'], () => 'ok'));
    return opts.info === undefined ? ['ok', p] : ['ok', p, opts.info];
  },

  /** What waits behind `loop`. */
  lp(name: unknown, opts: ChildOptions): Promise<unknown> {
    return lp(name, opts);
  },

  loop(par: Address, name: unknown, opts: ChildOptions): Promise<unknown> {
    if (opts.trap !== false) processFlag('trap_exit', true);
    if (opts.reg !== undefined) register(opts.reg, self());
    send(par, [self(), 'up']);
    return lp(name, opts);
  },

  /** A child specification. */
  c(name: unknown, more: Readonly<Record<string, unknown>> = {}): any {
    return { id: name, start: [ch, 'start_link', [name]], ...more };
  },
};

async function lp(name: unknown, opts: ChildOptions): Promise<unknown> {
  for (;;) {
    await receive(
      on(['EXIT', P._, P._], async ([, , r]) => {
        if (opts.stubborn !== undefined) return t.log('stop', 'stubborn child ignores exit', [name, r]);
        if (opts.slow !== undefined) await t.sleep(opts.slow);
        t.log('stop', 'child got exit', [name, r]);
        return exit(opts.exit_as ?? r);
      }),
      on(['exit', P._], ([, r]) => exit(r)),
      on(['crash', P._], ([, r]) => error(r)),
      on([P._, 'ping'], ([f]) => send(f as Address, ['pong', name, self()])),
    );
  }
}
