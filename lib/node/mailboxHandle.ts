/**
 * MailboxHandle: a mailbox without a process, for plain code: what reign calls a mailbox. Made by `node.newMailbox()`.
 */
import { P } from 'ts-pattern';
import { again } from '../mailbox/again.js';
import { on, type Clause, type On, type ResultOf } from '../mailbox/clause.js';
import { Monitor, monitorProcess } from '../process/monitors.js';
import { isZombie } from '../process/current.js';
import type { Belongings, Owned } from '../process/owned.js';
import type { Process } from '../process/process.js';
import { never } from '../process/promise.js';
import { receiveIn } from '../process/receive.js';
import type { Address } from '../terms/address.js';
import { ExitError } from '../terms/errors.js';
import type { Ref } from '../terms/ref.js';

/**
 * The receiving end of an unsupervised mailbox. It lasts until `close()`, and need not be received from by a process.
 *
 * @example
 * import { after, on, startNode } from 'regent-otp';
 *
 * const node = startNode();
 * const { address, mailbox } = node.newMailbox();
 * node.send(address, 'hello');
 * await mailbox.receive(on('hello', () => 'received'), after(1000, () => 'nothing')); // => 'received'
 * mailbox.close();
 * await node.stop();
 */
export class MailboxHandle {
  readonly #process: Process;

  constructor(process: Process) {
    this.#process = process;
  }

  /**
   * Waits for the first message that a clause matches, as `receive` does in a process; without clauses for the next
   * message of any kind. Handlers run as part of the calling code. Exits with 'noproc' if the mailbox is closed, also
   * while it waits.
   */
  receive(): Promise<unknown>;
  receive<const C extends readonly Clause[]>(...clauses: C): Promise<ResultOf<C>>;
  async receive(...clauses: readonly Clause[]): Promise<unknown> {
    const wanted = clauses.length === 0 ? [any] : clauses.map(postponed);
    for (;;) {
      const value = await this.#receiveOnce(wanted);
      if (value !== again) return value;
    }
  }

  async #receiveOnce(clauses: readonly Clause[]): Promise<unknown> {
    const process = this.#process;
    // The code of a process that has ended waits for ever.
    if (isZombie()) return never();
    if (!process.isAlive) throw new ExitError('noproc');
    const closing = new Closing(process);
    try {
      const handle = (await Promise.race([receiveIn(process, clauses), closing.promise])) as () => unknown;
      return isZombie() ? await never() : await handle();
    } finally {
      process.owned.delete(closing);
    }
  }

  /** Takes the next message if one waits, without waiting: `[message, true]`, else `[undefined, false]`. */
  receiveAsync(): readonly [message: unknown, received: boolean] {
    const { mailbox } = this.#process;
    return mailbox.count > 0 ? [mailbox.shift(), true] : [undefined, false];
  }

  /** How many messages wait. */
  get messageCount(): number {
    return this.#process.mailbox.count;
  }

  /** Ends the mailbox: its messages are gone, its address is dead, monitors and links are told 'normal'. */
  close(): void {
    this.#process.die('normal');
  }

  /**
   * Has `['DOWN', ref, 'process', address, reason]` put into this mailbox when what `address` leads to ends, or its
   * node is lost; at once if that has happened. A thin wrapper over a monitor.
   */
  onCloseNotify(address: Address): Ref {
    if (!this.#process.isAlive) throw new ExitError('noproc');
    return monitorProcess(this.#process, address);
  }

  /** Takes back every `onCloseNotify` for this address; also removes a notice that waits already. */
  removeNotify(address: Address): void {
    const process = this.#process;
    for (const owned of [...process.owned]) {
      if (owned instanceof Monitor && owned.object === address) owned.cancel(process);
    }
    process.mailbox.remove((message) => Array.isArray(message) && message[0] === 'DOWN' && message[3] === address);
  }
}

/** The end of a mailbox, for a receive that waits. */
class Closing implements Owned {
  readonly promise: Promise<never>;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;
  #reject!: (reason: unknown) => void;

  constructor(process: Process) {
    this.promise = new Promise((_resolve, reject) => (this.#reject = reject));
    process.owned.add(this);
  }

  release(): void {
    this.#reject(new ExitError('noproc'));
  }
}

const any = on(P._, (message) => () => message);

/** The clause with its handler put off until the calling code runs it. */
function postponed(clause: Clause): Clause {
  const copy = Object.create(clause) as On;
  const handler = (message: never) => () => clause.handler(message);
  return Object.defineProperty(copy, 'handler', { value: handler });
}
