/**
 * A pool of workers. So many are always there; when all are taken, so many more are started, and end when they come back. Who
 * finds none waits. A client that ends gives its worker back, and a worker that ends is replaced. pool.erl is this module in
 * Erlang.
 */
import { demonitor, exit, ExitError, link, makeRef, monitor, processFlag, self, unlink } from 'regent-otp';
import type { Address, From, Ref } from 'regent-otp';
import { functionClause, genServer, GenServer, noreply, ok, reply, stop } from 'regent-otp/behaviours';
import type { Call, NoreplyResult, ServerRef } from 'regent-otp/behaviours';
import { supervisor } from 'regent-otp/supervisors';
import { match, P } from 'ts-pattern';
import { PoolSup } from './poolSup.js';

type Status = readonly [free: number, overflow: number, taken: number, waiting: number];
type Calls = Call<readonly ['checkout', Ref, boolean], Address | 'full'> | Call<'status', Status>;
type Casts = readonly ['checkin', Address] | readonly ['cancel', Ref];
type Taken = readonly [ref: Ref, client: Address, monitor: Ref];

interface Pool {
  readonly sup: Address;
  readonly size: number;
  readonly overflow: number;
  readonly most: number;
  readonly free: readonly Address[];
  readonly taken: ReadonlyMap<Address, Taken>;
  readonly waiting: readonly (readonly [ref: Ref, from: From, monitor: Ref])[];
}

export class WorkerPool extends GenServer<Pool, Calls, Casts> {
  /** Args of a worker; how many there are; how many more there may be. */
  static startLink(workerArgs: number, size: number, mostOverflow: number) {
    return genServer.startLink(WorkerPool, [workerArgs, size, mostOverflow]);
  }

  /** A worker. If there is none, 'full' or, if it may block, one that comes back within so many ms. */
  static async checkout(pool: ServerRef, block: boolean, timeout = 5000) {
    const ref = makeRef();
    try {
      return await this.call(pool, ['checkout', ref, block], timeout);
    } catch (thrown) {
      if (!(thrown instanceof ExitError && (thrown.reason as readonly unknown[])[0] === 'timeout')) throw thrown;
      this.cast(pool, ['cancel', ref]);
      return 'timeout';
    }
  }

  static checkin(pool: ServerRef, worker: Address) {
    return this.cast(pool, ['checkin', worker]);
  }

  /** Calls a function with a worker, and gives that back whatever happens. */
  static async transaction<T>(pool: ServerRef, fun: (worker: Address) => T | Promise<T>) {
    const worker = (await this.checkout(pool, true)) as Address;
    try {
      return await fun(worker);
    } finally {
      this.checkin(pool, worker);
    }
  }

  static status(pool: ServerRef) {
    return this.call(pool, 'status');
  }

  static stop(pool: ServerRef) {
    return genServer.stop(pool);
  }

  async init([workerArgs, size, most]: readonly [number, number, number]) {
    processFlag('trap_exit', true);
    const [, sup] = (await PoolSup.startLink(workerArgs)) as ['ok', Address];
    const free: Address[] = [];
    while (free.length < size) free.push(await newWorker(sup));
    return ok<Pool>({ sup, size, overflow: 0, most, free, taken: new Map(), waiting: [] });
  }

  override async handleCall(request: Calls['request'], from: From, pool: Pool) {
    const { free, overflow, most, taken, waiting, sup } = pool;
    if (request === 'status') return reply([free.length, overflow, taken.size, waiting.length], pool);
    if (request[0] !== 'checkout') return functionClause(request);
    const [, ref, block] = request;
    const [client] = from;
    const [worker, ...rest] = free;
    if (worker !== undefined) return reply(worker, take(worker, client, ref, { ...pool, free: rest }));
    if (overflow < most) {
      const fresh = await newWorker(sup);
      return reply(fresh, take(fresh, client, ref, { ...pool, overflow: overflow + 1 }));
    }
    if (!block) return reply('full', pool);
    return noreply<Pool>({ ...pool, waiting: [...waiting, [ref, from, monitor('process', client)]] });
  }

  override async handleCast(request: Casts, pool: Pool): Promise<NoreplyResult<Pool>> {
    const { taken, waiting } = pool;
    if (request[0] === 'checkin') {
      const [, worker] = request;
      const held = taken.get(worker);
      if (held === undefined) return noreply(pool);
      demonitor(held[2], ['flush']);
      return noreply(await returned(worker, { ...pool, taken: without(taken, worker) }));
    }
    // It may have got a worker just when it gave up.
    for (const [worker, [got]] of taken) if (got === request[1]) WorkerPool.checkin(self(), worker);
    for (const [ref, , monitored] of waiting) if (ref === request[1]) demonitor(monitored, ['flush']);
    return noreply({ ...pool, waiting: waiting.filter(([ref]) => ref !== request[1]) });
  }

  override handleInfo(info: unknown, pool: Pool): NoreplyResult<Pool> | Promise<NoreplyResult<Pool>> {
    const { sup, free, taken, waiting } = pool;
    return match(info)
      .returnType<NoreplyResult<Pool> | Promise<NoreplyResult<Pool>>>()
      .with(['DOWN', P._, 'process', P._, P._], ([, monitored]) => {
        for (const [worker, [, , held]] of taken) if (held === monitored) WorkerPool.checkin(self(), worker);
        return noreply({ ...pool, waiting: waiting.filter(([, , other]) => other !== monitored) });
      })
      .with(['EXIT', sup, P._], ([, , reason]) => stop(reason, pool))
      .with(['EXIT', P._, P._], async ([, pid]) => {
        const worker = pid as Address;
        const held = taken.get(worker);
        if (held !== undefined) {
          demonitor(held[2], ['flush']);
          return noreply(await lost({ ...pool, taken: without(taken, worker) }));
        }
        if (!free.includes(worker)) return noreply(pool);
        return noreply({ ...pool, free: [await newWorker(sup), ...free.filter((one) => one !== worker)] });
      })
      .otherwise(functionClause);
  }

  override terminate(_: unknown, { sup }: Pool) {
    exit(sup, 'shutdown');
  }
}

async function newWorker(sup: Address) {
  const [, worker] = (await supervisor.startChild(sup, [])) as ['ok', Address];
  link(worker);
  return worker;
}

function take(worker: Address, client: Address, ref: Ref, pool: Pool): Pool {
  return { ...pool, taken: new Map(pool.taken).set(worker, [ref, client, monitor('process', client)]) };
}

/** A worker has come back: somebody waits for it, or there is one too many, or it is free. */
async function returned(worker: Address, pool: Pool): Promise<Pool> {
  const { waiting, overflow, free, sup, taken } = pool;
  const [first, ...rest] = waiting;
  if (first !== undefined) {
    const [ref, from, monitored] = first;
    genServer.reply(from, worker);
    return { ...pool, waiting: rest, taken: new Map(taken).set(worker, [ref, from[0], monitored]) };
  }
  if (overflow === 0) return { ...pool, free: [worker, ...free] };
  unlink(worker);
  await supervisor.terminateChild(sup, worker);
  return { ...pool, overflow: overflow - 1 };
}

/** A worker that was taken has ended. */
async function lost(pool: Pool): Promise<Pool> {
  const { waiting, overflow, sup } = pool;
  if (waiting.length === 0 && overflow > 0) return { ...pool, overflow: overflow - 1 };
  return returned(await newWorker(sup), pool);
}

function without(taken: Pool['taken'], worker: Address) {
  return new Map([...taken].filter(([one]) => one !== worker));
}
