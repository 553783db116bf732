/**
 * Binder: a process that links and monitors processes of one node, has them count and end, and holds what it is told to
 * OTP's rules: each link and each monitor tells one end, once; the true reason comes after all that the process sent, and
 * after 'noconnection' nothing of it comes at all.
 */
import type { Address } from 'regent-otp';
import {
  after,
  demonitor,
  exit,
  genCall,
  link,
  monitor,
  on,
  processFlag,
  receive,
  send,
  unlink,
  type Ref,
} from 'regent-otp';
import { P } from 'ts-pattern';
import type { Entry } from './entry.js';
import { receiverName } from './receiver.js';
import { done } from './victim.js';

const steps = 10;
const lost: readonly unknown[] = ['noconnection', 'noproc'];

/** What is set on a process, and how it is brought to its end. */
const kinds = ['both', 'kill', 'monitor', 'link'] as const;
type Kind = (typeof kinds)[number];

type Told = readonly ['step', number] | readonly ['EXIT', unknown, unknown] | readonly ['DOWN', ...unknown[]];

const anything = on(P._, (message: unknown) => message as Told);

export class Binder {
  /** Ends that were told, and those of them that a lost connection has brought. */
  ties = 0;
  brokenTies = 0;
  isStopping = false;
  readonly #to: string;
  readonly #pause: number;
  readonly #tell: (entry: Entry) => void;

  constructor(to: string, pause: number, tell: (entry: Entry) => void) {
    this.#to = to;
    this.#pause = pause;
    this.#tell = tell;
  }

  async run(): Promise<void> {
    processFlag('trap_exit', true);
    for (let round = 0; !this.isStopping; round++) {
      const pid = await this.#newVictim();
      if (pid !== undefined) await this.#bind(pid, kinds[round % kinds.length]!);
      const late = await receive(
        anything,
        after(this.#pause, () => undefined),
      );
      if (late !== undefined) this.#broken(`${late.join(' ')} came after the end was told`);
    }
  }

  async #newVictim(): Promise<Address | undefined> {
    try {
      return (await genCall('$ask', [receiverName, this.#to], ['victim'], 'infinity', (why) => why)) as Address;
    } catch {
      return undefined;
    }
  }

  /** All in one turn: it goes over one connection, or is lost together. */
  async #bind(pid: Address, kind: Kind): Promise<void> {
    link(pid);
    const ref = monitor('process', pid);
    if (kind === 'monitor') unlink(pid);
    if (kind === 'link') demonitor(ref);
    const end = kind === 'kill' ? 'killed by the binder' : done;
    if (kind === 'kill') exit(pid, end);
    // One that is not linked may go on when it is lost: it must have nothing to say.
    else send(pid, ['go', kind === 'monitor' ? 0 : steps]);
    const wanted = [...(kind === 'monitor' ? [] : ['EXIT']), ...(kind === 'link' ? [] : ['DOWN'])];
    await this.#untilTold({ pid, ref, end, wanted, expectedSteps: end === done && kind !== 'monitor' ? steps : 0 });
  }

  async #untilTold({ pid, ref, end, wanted, expectedSteps }: Binding): Promise<void> {
    let count = 0;
    let isLost = false;
    for (let waiting = wanted; waiting.length > 0;) {
      const told = await receive(anything);
      if (told[0] === 'step') {
        if (told[1] !== ++count || waiting.length < wanted.length) this.#broken(`step ${told[1]} as step ${count}`);
        continue;
      }
      const reason = told.at(-1);
      const isOurs = told[0] === 'EXIT' ? told[1] === pid : told[1] === ref;
      const isLoss = lost.includes(reason);
      // A link is told before a monitor, and the connection whose loss was told brings nothing more.
      const isTrue = reason === end && count === expectedSteps && !isLost && told[0] === waiting[0];
      if (!isOurs || !waiting.includes(told[0]) || !(isTrue || isLoss)) {
        this.#broken(
          `${told[0]} with ${String(reason)} after ${count} of ${expectedSteps} steps, ${waiting.join()} due`,
        );
      }
      this.ties++;
      if (isLoss) this.brokenTies++;
      isLost ||= isLoss;
      waiting = waiting.filter((one) => one !== told[0]);
    }
  }

  #broken(what: string): void {
    this.#tell(['violation', `${this.#to}: ${what}`]);
  }
}

interface Binding {
  readonly pid: Address;
  readonly ref: Ref;
  /** The reason with which the process ends if all goes well. */
  readonly end: string;
  readonly wanted: readonly string[];
  readonly expectedSteps: number;
}
