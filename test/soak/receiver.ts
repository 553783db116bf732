/**
 * Receiver: the process of a node that takes the numbers of all others, and holds them to what the library promises: over
 * one connection they come in order, each once, without a gap; none comes outside of a connection, or of an earlier one.
 */
import { genReply, monitorNodes, on, receive, register, self, spawn, type Address, type From } from 'regent-otp';
import { P } from 'ts-pattern';
import type { Entry, Life, Run } from './entry.js';
import { victim } from './victim.js';

/** The name that receivers are registered under. */
export const receiverName = 'receiver';

/** A number of a stream; blobs make some of them large. */
export type NumberMessage = readonly ['number', id: string, creation: number, number: number, blob: unknown];

const anything = on(P._, (message: unknown) => message);

export class Receiver {
  /** How many numbers have come. */
  received = 0;
  readonly #tell: (entry: Entry) => void;
  /** By node: what has come over the connection that stands; undefined until a number has. */
  readonly #lives = new Map<string, Life | undefined>();
  /** By stream: the greatest number. */
  readonly #last = new Map<string, number>();

  constructor(tell: (entry: Entry) => void) {
    this.#tell = tell;
  }

  /** What has come over the connections that stand. */
  get lives(): readonly Life[] {
    return [...this.#lives.values()].filter((life) => life !== undefined);
  }

  async run(): Promise<never> {
    register(receiverName, self());
    monitorNodes(true);
    for (;;) this.#take((await receive(anything)) as readonly unknown[]);
  }

  #take(message: readonly unknown[]): void {
    const [kind, node] = message as [string, string];
    if (kind === 'number') this.#number(message as NumberMessage);
    else if (kind === 'nodeup') this.#begins(node);
    else if (kind === 'nodedown') this.#ends(node);
    else this.#request(message as readonly [string, From, readonly [string, string, number]]);
  }

  #begins(node: string): void {
    if (this.#lives.has(node)) this.#broken(`nodeup of ${node}, which is up`);
    this.#lives.set(node, undefined);
  }

  #ends(node: string): void {
    const life = this.#lives.get(node);
    if (!this.#lives.delete(node)) this.#broken(`nodedown of ${node}, which is not up`);
    if (life !== undefined) this.#tell(['life', life]);
  }

  #number([, id, creation, number, blob]: NumberMessage): void {
    this.received++;
    const from: Run = { id, creation };
    const what = `${id} ${creation}: number ${number}`;
    if (blob instanceof Uint8Array && blob.some((byte) => byte !== number % 256)) this.#broken(`${what}: other bytes`);
    if (!this.#lives.has(id)) return this.#broken(`${what} came outside of a connection`);
    const life = this.#lives.get(id);
    const last = this.#last.get(streamOf(from)) ?? 0;
    if (life === undefined) {
      if (number <= last) this.#broken(`${what} came over a new connection after ${last}`);
    } else if (life.from.creation !== creation) {
      this.#broken(`${what} came over the connection of run ${life.from.creation}`);
    } else if (number !== life.last + 1) {
      this.#broken(`${what} came after ${life.last} over one connection`);
    }
    this.#last.set(streamOf(from), number);
    this.#lives.set(id, { from, first: life?.first ?? number, last: number });
  }

  #request([, from, [wish, id, creation]]: readonly [string, From, readonly [string, string, number]]): void {
    if (wish === 'last') {
      const life = this.#lives.get(id);
      genReply(from, life?.from.creation === creation ? life.last : 0);
    } else {
      const pid: Address = spawn(() => victim(from[0]));
      genReply(from, pid);
    }
  }

  #broken(what: string): void {
    this.#tell(['violation', what]);
  }
}

function streamOf({ id, creation }: Run): string {
  return `${id} ${creation}`;
}
