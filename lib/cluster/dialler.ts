/**
 * Dialler: makes connections with one other node, one attempt at a time, until one stands; again when it is lost.
 *
 * Attempts come after waits that grow (see BackOff), and at once when somebody has something to send. Those do not touch
 * the waits. Sockets and timers are made outside of every process.
 */
import type { Node } from '../node/node.js';
import type { BackOff } from './backOff.js';
import { RefusedError } from './connectErrors.js';
import type { Connection } from './connection.js';

export interface DiallerOptions {
  readonly host: Node;
  readonly backOff: BackOff;
  /** Fails in good time if nobody answers. */
  readonly dial: (signal: AbortSignal) => Promise<Connection>;
  readonly onConnection: (connection: Connection) => void;
  /** An attempt has failed. */
  readonly onFailure: (reason: string) => void;
}

export class Dialler {
  readonly #options: DiallerOptions;
  #attempt: AbortController | undefined = undefined;
  #retry: unknown = undefined;
  /** The other node is making an attempt: what is to be sent waits for that. */
  #isPatient = false;
  #owesTurn = false;
  #isStopped = false;

  constructor(options: DiallerOptions) {
    this.#options = options;
  }

  /** An attempt is under way. */
  get isDialling(): boolean {
    return this.#attempt !== undefined;
  }

  /** An attempt is under way, or the other node is known to make one. */
  get isTrying(): boolean {
    return this.isDialling || this.#isPatient;
  }

  /** Makes an attempt now, unless there is one. */
  tryNow(): void {
    if (this.isTrying || this.#isStopped) return;
    this.#dial();
  }

  /** Makes an attempt after a wait. */
  tryLater(): void {
    if (this.#retry === undefined && !this.#isStopped) this.#retryAfter(this.#options.backOff.next());
  }

  /**
   * The other node, which makes an attempt too, was refused because of ours. Should ours fail, the other has its turn.
   */
  hasRefusedOther(): void {
    this.#owesTurn = true;
  }

  /** A connection stands: no attempt is needed. */
  settle(): void {
    this.#isPatient = this.#owesTurn = false;
    this.#clearRetry();
    const attempt = this.#attempt;
    this.#attempt = undefined;
    attempt?.abort(new Error('another connection stands'));
  }

  /** Gives up for ever. */
  stop(): void {
    this.#isStopped = true;
    this.settle();
  }

  #dial(): void {
    const { host, dial } = this.#options;
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#isPatient = false;
    host.inRootContext(() => {
      dial(attempt.signal).then(
        (connection) => this.#succeeded(attempt, connection),
        (error: unknown) => this.#failed(attempt, error),
      );
    });
  }

  #succeeded(attempt: AbortController, connection: Connection): void {
    if (this.#attempt !== attempt) return connection.close('not needed any more');
    this.#options.onConnection(connection);
  }

  #failed(attempt: AbortController, error: unknown): void {
    if (this.#attempt !== attempt) return;
    this.#attempt = undefined;
    const { backOff, onFailure } = this.#options;
    const isTheirTurn = error instanceof RefusedError && error.reason === 'simultaneous_connect';
    if (isTheirTurn || this.#owesTurn) return this.#wait(isTheirTurn ? backOff.short() : backOff.next());
    this.tryLater();
    onFailure(error instanceof Error ? error.message : String(error));
  }

  #wait(ms: number): void {
    this.#isPatient = true;
    this.#owesTurn = false;
    this.#clearRetry();
    this.#retryAfter(ms);
  }

  #retryAfter(ms: number): void {
    const { host } = this.#options;
    this.#retry = host.inRootContext(() =>
      host.clock.setTimer(() => {
        this.#retry = undefined;
        if (this.#attempt === undefined) this.#dial();
      }, ms),
    );
  }

  #clearRetry(): void {
    if (this.#retry !== undefined) this.#options.host.clock.clearTimer(this.#retry);
    this.#retry = undefined;
  }
}
