/** Supervises the workers of a pool. The pool replaces those that end. pool_sup.erl is this module in Erlang. */
import { supervisor, Supervisor, type SupervisorInit } from 'regent-otp/supervisors';
import { PoolWorker } from './poolWorker.js';

export class PoolSup extends Supervisor {
  static startLink(workerArgs: number) {
    return supervisor.startLink(PoolSup, workerArgs);
  }

  init(workerArgs: number): SupervisorInit {
    const worker = { id: 'worker', start: [PoolWorker, 'startLink', [workerArgs]], restart: 'temporary' } as const;
    return ['ok', [{ strategy: 'simple_one_for_one' }, [worker]]];
  }
}
