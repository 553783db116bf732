/** src/sup_cb.erl: a supervisor whose init returns the given term. */
import { Supervisor, supervisor } from 'regent-otp/supervisors';

export class sup_cb extends Supervisor {
  static start(init: unknown): Promise<any>;
  static start(name: string, init: unknown): Promise<any>;
  static start(...args: readonly unknown[]): Promise<any> {
    const start = supervisor.startLink as (...given: readonly unknown[]) => Promise<any>;
    return args.length === 1 ? start(sup_cb, args[0]) : start(['local', args[0]], sup_cb, args[1]);
  }

  init(x: any): any {
    return typeof x === 'function' ? x() : x;
  }
}
