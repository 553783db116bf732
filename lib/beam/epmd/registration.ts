/**
 * Registration: this node's entry at epmd, which lasts as long as the connection with it. If epmd is lost the node registers
 * again, every two seconds as Erlang does, until it succeeds. The run of the node stays the same, whatever epmd says.
 */
import type { Socket } from 'node:net';
import type { Clock } from '../../scheduler/clock.js';
import { exchange, request, type EpmdAddress } from './exchange.js';

export interface RegistrationOptions {
  readonly epmd: EpmdAddress;
  /** What is before the @. */
  readonly name: string;
  /** Where the node listens. */
  readonly port: number;
  readonly clock: Clock;
  readonly inRootContext: <T>(action: () => T) => T;
  /** The entry is lost, or is there again; why not, if an attempt has failed. */
  readonly onChange: (event: 'epmd_lost' | 'epmd_registered' | 'epmd_failed', reason?: string) => void;
}

const alive2 = 120;
const answers = { long: 118, short: 121 } as const;
const hiddenNode = 72;
const version = 6;
const retryAfter = 2000;
const patience = 5000;

export class Registration {
  readonly #options: RegistrationOptions;
  #socket: Socket | undefined = undefined;
  #retry: unknown = undefined;
  #hasEnded = false;

  constructor(options: RegistrationOptions) {
    this.#options = options;
  }

  /** @throws Error if epmd cannot be reached, or the name is taken */
  async register(): Promise<void> {
    const { epmd, name, port } = this.#options;
    const { answer, socket } = await exchange(epmd, wish(name, port), isWhole, AbortSignal.timeout(patience));
    const isOk = (answer[0] === answers.long || answer[0] === answers.short) && answer[1] === 0;
    if (!isOk || this.#hasEnded || socket.destroyed) {
      socket.destroy();
      const problem = answer.length === 0 ? 'it gave no answer' : 'is the name taken?';
      throw new Error(`epmd at ${epmd.host}:${epmd.port} does not register "${name}": ${problem}`);
    }
    this.#socket = socket;
    socket.on('close', () => this.#lost(socket));
    // Flows, or the end of the connection would not be noticed.
    socket.resume();
  }

  /** Takes the entry away. */
  end(): void {
    this.#hasEnded = true;
    this.#options.clock.clearTimer(this.#retry);
    this.#socket?.destroy();
  }

  #lost(socket: Socket): void {
    if (this.#hasEnded || this.#socket !== socket) return;
    this.#socket = undefined;
    this.#options.onChange('epmd_lost');
    this.#again();
  }

  #again(): void {
    const { clock, inRootContext, onChange } = this.#options;
    this.#retry = inRootContext(() =>
      clock.setTimer(() => {
        this.register().then(
          () => onChange('epmd_registered'),
          (error: unknown) => {
            if (this.#hasEnded) return;
            onChange('epmd_failed', error instanceof Error ? error.message : String(error));
            this.#again();
          },
        );
      }, retryAfter),
    );
  }
}

function wish(name: string, port: number): Buffer {
  const text = Buffer.from(name, 'utf8');
  const fixed = Buffer.alloc(11);
  fixed[0] = alive2;
  fixed.writeUInt16BE(port, 1);
  fixed[3] = hiddenNode;
  fixed.writeUInt16BE(version, 5);
  fixed.writeUInt16BE(version, 7);
  fixed.writeUInt16BE(text.length, 9);
  return request(fixed, text, Buffer.alloc(2));
}

function isWhole(answer: Buffer): boolean {
  return answer.length >= (answer[0] === answers.long ? 6 : 4);
}
