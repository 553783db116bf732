/**
 * Sender: a process that sends numbers to the receiver of one node, and asks it now and then which was the last to come. A
 * reply proves that the connection stood: then the number that went before the question must have come.
 */
import { after, ExitError, genCall, receive, send, type Node } from 'regent-otp';
import type { Entry } from './entry.js';
import { receiverName, type NumberMessage } from './receiver.js';

export interface Pace {
  /** How many numbers are sent at once. */
  readonly burst: number;
  /** The wait between bursts, ms. */
  readonly pause: number;
  /** Each so many numbers one is large: it travels in fragments. */
  readonly largeEach: number;
}

const largeSize = 150_000;

export class Sender {
  /** The last number. */
  sent = 0;
  replies = 0;
  exits = 0;
  isStopping = false;
  readonly #host: Node;
  readonly #to: string;
  readonly #pace: Pace;
  readonly #tell: (entry: Entry) => void;

  constructor(host: Node, to: string, pace: Pace, tell: (entry: Entry) => void) {
    this.#host = host;
    this.#to = to;
    this.#pace = pace;
    this.#tell = tell;
  }

  /** What was sent may be lost, and this node is told so. */
  toldOfLoss(): void {
    this.#tell(['told', this.#to, this.sent]);
  }

  /** Sends until `isStopping`, and then until it knows that the last number has come. */
  async run(): Promise<void> {
    while (!this.isStopping) {
      for (let count = 0; count < this.#pace.burst; count++) this.#send();
      await this.#ask();
      await receive(after(this.#pace.pause, () => undefined));
    }
    do this.#send();
    while (!(await this.#ask()));
  }

  #send(): void {
    const number = ++this.sent;
    const blob = number % this.#pace.largeEach === 0 ? new Uint8Array(largeSize).fill(number % 256) : 'small';
    const message: NumberMessage = ['number', this.#host.name, this.#host.creation, number, blob];
    send([receiverName, this.#to], message);
  }

  /** In the same turn as the number before: both go over the same connection, or are lost together. */
  async #ask(): Promise<boolean> {
    const { name, creation } = this.#host;
    const wanted = this.sent;
    try {
      const last = await genCall('$ask', [receiverName, this.#to], ['last', name, creation], 'infinity', (why) => why);
      this.replies++;
      if (last !== wanted) this.#tell(['violation', `${this.#to} answered, but ${last} came last, not ${wanted}`]);
      return true;
    } catch (error) {
      this.exits++;
      const reason: unknown = error instanceof ExitError ? error.reason : error;
      if (reason !== 'noconnection') this.#tell(['violation', `a call to ${this.#to} failed with ${String(reason)}`]);
      // Whoever asks again at once has another attempt to connect made at once.
      await receive(after(10 * this.#pace.pause, () => undefined));
      return false;
    }
  }
}
