/**
 * Stopping the processes of children: one, or many at the same time.
 *
 * What tells the end is a monitor rather than the link: a child that has unlinked itself must not keep its supervisor
 * waiting. A child that had ended before is told by the EXIT message that its link has left.
 */
import {
  after,
  currentNode,
  down,
  exit,
  exitFrom,
  monitor,
  on,
  receive,
  unlink,
  type Address,
  type Ref,
} from '../lib/index.js';
import type { Shutdown } from './childSpec.js';

/**
 * Tells a process to end, waits until it has, and kills it when its time is over.
 *
 * @returns the reason with which it has ended
 */
export async function stopProcess(pid: Address, shutdown: Shutdown): Promise<unknown> {
  return ended(tellToEnd(pid, shutdown), pid, typeof shutdown === 'number' ? shutdown : 'infinity');
}

/** A process to be stopped. */
export interface Stoppable {
  readonly pid: Address;
  readonly shutdown: Shutdown;
}

/**
 * Tells many processes to end, all at once, and waits until they have; each is killed when its own time is over.
 *
 * @param onEnd called for each, with the reason with which it has ended
 */
export async function stopProcesses<S extends Stoppable>(
  processes: Iterable<S>,
  onEnd: (process: S, reason: unknown) => void,
): Promise<void> {
  const { clock } = currentNode();
  const told = Array.from(processes, (process) => ({ process, ref: tellToEnd(process.pid, process.shutdown) }));
  const start = clock.now();
  // Waiting for the shortest times first, every process is killed in time.
  told.sort((a, b) => timeOf(a.process) - timeOf(b.process));
  for (const { process, ref } of told) {
    const time = timeOf(process);
    const left = time === Infinity ? 'infinity' : Math.max(0, Math.ceil(start + time - clock.now()));
    onEnd(process, await ended(ref, process.pid, left));
  }
}

function timeOf({ shutdown }: Stoppable): number {
  if (shutdown === 'brutal_kill') return 0;
  return shutdown === 'infinity' ? Infinity : shutdown;
}

function tellToEnd(pid: Address, shutdown: Shutdown): Ref {
  const ref = monitor('process', pid);
  exit(pid, shutdown === 'brutal_kill' ? 'kill' : 'shutdown');
  return ref;
}

async function ended(ref: Ref, pid: Address, ms: number | 'infinity'): Promise<unknown> {
  const inTime = await receive(
    on(down(ref), ([, , , , reason]) => ({ reason })),
    after(ms, () => undefined),
  );
  if (inTime === undefined) exit(pid, 'kill');
  const { reason } = inTime ?? (await receive(on(down(ref), ([, , , , why]) => ({ reason: why }))));
  unlink(pid);
  if (reason !== 'noproc') return reason;
  return receive(
    on(exitFrom(pid), ([, , why]) => why),
    after(0, () => reason),
  );
}
