/**
 * Traffic: what runs on a node while faults happen: numbers to each other node, and links and monitors with processes
 * there. What it tells goes into the ledger.
 */
import type { Node } from 'regent-otp';
import { Binder } from './binder.js';
import type { Counts, Entry } from './entry.js';
import { Receiver } from './receiver.js';
import { Sender, type Pace } from './sender.js';

export interface TrafficOptions extends Pace {
  /** How many processes set links and monitors, for each other node. */
  readonly binders: number;
}

export class Traffic {
  readonly #node: Node;
  readonly #tell: (entry: Entry) => void;
  readonly #receiver: Receiver;
  readonly #senders = new Map<string, Sender>();
  #binders: readonly Binder[] = [];
  #running: Promise<unknown> = Promise.resolve();

  /** Receives from the beginning; to be made before the node joins a cluster. */
  constructor(node: Node, tell: (entry: Entry) => void) {
    this.#node = node;
    this.#tell = tell;
    this.#receiver = new Receiver(tell);
    node.spawn(() => this.#receiver.run());
    node.on('nodedown', (other) => this.#senders.get(other)?.toldOfLoss());
    node.on('connection', ({ event, node: other }) => {
      if (event === 'messages_lost') this.#senders.get(other!)?.toldOfLoss();
    });
  }

  /** Goes on from where it was stopped. */
  start(to: readonly string[], options: TrafficOptions): void {
    for (const other of to) {
      const sender = this.#senders.get(other) ?? new Sender(this.#node, other, options, this.#tell);
      sender.isStopping = false;
      this.#senders.set(other, sender);
    }
    const binders = to.flatMap((other) =>
      Array.from({ length: options.binders }, () => new Binder(other, options.pause, this.#tell)),
    );
    this.#binders = [...this.#binders, ...binders];
    const running = [...this.#senders.values(), ...binders];
    this.#running = Promise.all(running.map((one) => this.#node.run(() => one.run())));
    this.#running.catch((error: unknown) => {
      if (!this.#node.isStopping) this.#tell(['violation', `the traffic has crashed: ${String(error)}`]);
    });
  }

  /** Resolves when the last number of each stream is known to have come, and all ends of ties have been told. */
  async stop(): Promise<void> {
    for (const one of [...this.#senders.values(), ...this.#binders]) one.isStopping = true;
    await this.#running;
  }

  /** Tells what the ledger does not know yet. */
  report(): Counts {
    for (const life of this.#receiver.lives) this.#tell(['life', life]);
    for (const [to, { sent }] of this.#senders) this.#tell(['sent', to, sent]);
    const senders = [...this.#senders.values()];
    return {
      sent: sum(senders.map(({ sent }) => sent)),
      received: this.#receiver.received,
      replies: sum(senders.map(({ replies }) => replies)),
      exits: sum(senders.map(({ exits }) => exits)),
      ties: sum(this.#binders.map(({ ties }) => ties)),
      brokenTies: sum(this.#binders.map(({ brokenTies }) => brokenTies)),
    };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
