// A proxy for TCP connections that can be cut, held, or left open at one end only: the network between two nodes that are
// OS processes.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Endpoint } from 'regent-otp';
import { Passage, reset, type CutPoint } from './passage.js';

export class CuttingProxy {
  /** What passes the connections that were made since somebody last set this to zero, bytes in both directions. */
  readonly passed = { toTarget: 0, toDialler: 0 };
  /** How many connections have been made. */
  dialled = 0;
  readonly #target: () => Endpoint | undefined;
  readonly #server: Server;
  readonly #passages = new Set<Passage>();
  readonly #held: Socket[] = [];
  #state: 'open' | 'cut' | 'held' = 'open';
  #cutPoint: CutPoint | undefined = undefined;

  private constructor(target: () => Endpoint | undefined) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (dialler) => this.#accept(dialler));
  }

  /** @param target where connections lead; while it is undefined they are refused */
  static async listen(target: () => Endpoint | undefined): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    proxy.#server.unref();
    return proxy;
  }

  get endpoint(): Endpoint {
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  /** How many connections stand. */
  get size(): number {
    return this.#passages.size;
  }

  /** How many wait for `open` to be connected. */
  get waiting(): number {
    return this.#held.length;
  }

  /** Whether `cutNextAt` has something left to do. */
  get willCut(): boolean {
    return this.#cutPoint !== undefined || [...this.#passages].some(({ willCut }) => willCut);
  }

  /** Resets all connections, and refuses others until `open`. */
  cut(): void {
    this.#state = 'cut';
    this.reset();
  }

  /** Resets all connections; others can be made at once. */
  reset(): void {
    for (const passage of this.#passages) passage.cut('reset');
    for (const socket of this.#held.splice(0)) reset(socket);
  }

  /** Nothing passes until `open`, as on a way that loses packets: who waits is not told. */
  hold(): void {
    this.#state = 'held';
    for (const passage of this.#passages) passage.hold();
  }

  /** Lets everything pass, also what was held. */
  open(): void {
    this.#state = 'open';
    for (const passage of this.#passages) passage.release();
    for (const socket of this.#held.splice(0)) this.#pass(socket);
  }

  /** All connections are over for one end; the other one is not told, and what it sends is swallowed. */
  dropEnd(end: 'dialler' | 'target'): void {
    for (const passage of this.#passages) passage.dropEnd(end);
  }

  /** The next connection is cut when so many bytes of it have passed in one direction. */
  cutNextAt(point: CutPoint): void {
    this.#cutPoint = point;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #accept(dialler: Socket): void {
    this.dialled++;
    dialler.on('error', () => undefined);
    if (this.#state === 'cut') return reset(dialler);
    if (this.#state === 'open') return this.#pass(dialler);
    dialler.pause();
    this.#held.push(dialler);
  }

  #pass(dialler: Socket): void {
    const endpoint = this.#target();
    if (endpoint === undefined) return reset(dialler);
    const target = connect({ ...endpoint, allowHalfOpen: true, noDelay: true });
    const passage: Passage = new Passage({ dialler, target }, this.passed, this.#cutPoint, () =>
      this.#passages.delete(passage),
    );
    this.#cutPoint = undefined;
    this.#passages.add(passage);
    dialler.resume();
  }
}
