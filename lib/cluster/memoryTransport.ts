/**
 * A network in memory: nodes of one OS process reach each other without sockets, and tests cut and mend what lies
 * between them. The bytes really travel, so that codec, frames and handshake run as they do over TLS.
 */
import { endpointText } from './endpoint.js';
import { MemoryChannel, type MemoryLink } from './memoryChannel.js';
import type { Channel, Endpoint, Listener, Transport } from './transport.js';

export interface MemoryNetworkOptions {
  /** The most bytes that arrive at once; 1 tries every way to split a frame. Default: as they were written. */
  readonly chunkSize?: number | undefined;
  /** How many bytes of a channel may be under way before it asks for patience. Default: 128 KiB. */
  readonly highWaterMark?: number | undefined;
  /** Called whenever something is on its way, for a test's clock that must not go on before it has arrived. */
  readonly onActivity?: (() => void) | undefined;
}

export interface MemoryTransportOptions {
  /** Runs an action outside of every process (`node.inRootContext`). Default: runs it as it is. */
  readonly inRootContext?: (<T>(action: () => T) => T) | undefined;
}

export interface MemoryNetwork {
  /** The transport of a node. Its id is the one that others see; a network in memory has no certificates. */
  transport(id: string, options?: MemoryTransportOptions): Transport;
  /** Breaks the connections between two nodes, and lets them make no new ones. Both notice. */
  cut(one: string, other: string): void;
  /** Takes `cut` back: they can connect again. */
  heal(one: string, other: string): void;
  /** Nothing gets through between two nodes, and neither notices; it waits for `release`. */
  hold(one: string, other: string): void;
  /** Lets through what waited. */
  release(one: string, other: string): void;
}

interface Station {
  readonly id: string;
  readonly inRootContext: <T>(action: () => T) => T;
}

interface MemoryListener extends Station {
  readonly onChannel: (channel: Channel) => void;
}

/**
 * Makes a network in memory.
 *
 * @example
 * import { createMemoryNetwork } from 'regent-otp';
 *
 * const network = createMemoryNetwork();
 * const listener = await network.transport('a').listen({ host: 'a', port: 0 }, () => undefined, () => undefined);
 * const channel = await network.transport('b').dial(listener.endpoint, 'a', new AbortController().signal);
 * channel.remoteId; // => 'a'
 */
export function createMemoryNetwork(options: MemoryNetworkOptions = {}): MemoryNetwork {
  return new Network(options);
}

class Network implements MemoryNetwork {
  readonly #chunkSize: number;
  readonly #highWaterMark: number;
  readonly #onActivity: () => void;
  readonly #listeners = new Map<string, MemoryListener>();
  readonly #ends = new Set<MemoryChannel>();
  readonly #cuts = new Set<string>();
  readonly #holds = new Set<string>();
  /** Dials that wait for a `release`. */
  readonly #held = new Map<string, Set<() => void>>();
  #lastPort = 0;

  constructor({
    chunkSize = Infinity,
    highWaterMark = 128 * 1024,
    onActivity = () => undefined,
  }: MemoryNetworkOptions) {
    this.#onActivity = onActivity;
    this.#chunkSize = chunkSize;
    this.#highWaterMark = highWaterMark;
  }

  transport(id: string, { inRootContext = (action) => action() }: MemoryTransportOptions = {}): Transport {
    const station = { id, inRootContext };
    return {
      listen: async (at, onChannel) => this.#listen(at, { ...station, onChannel }),
      dial: (to, remoteId, signal) => this.#dial(station, to, remoteId, signal),
    };
  }

  cut(one: string, other: string): void {
    const way = wayBetween(one, other);
    this.#cuts.add(way);
    for (const end of this.#ends) if (end.link.way === way) end.break(new Error('the network is cut'));
  }

  heal(one: string, other: string): void {
    this.#cuts.delete(wayBetween(one, other));
  }

  hold(one: string, other: string): void {
    this.#setHeld(wayBetween(one, other), true);
  }

  release(one: string, other: string): void {
    const way = wayBetween(one, other);
    this.#setHeld(way, false);
    for (const goOn of this.#held.get(way) ?? []) goOn();
  }

  #setHeld(way: string, isHeld: boolean): void {
    if (isHeld) this.#holds.add(way);
    else this.#holds.delete(way);
    for (const end of this.#ends) {
      if (end.link.way !== way) continue;
      end.link.isHeld = isHeld;
      end.schedule();
    }
  }

  #listen(at: Endpoint, listener: MemoryListener): Listener {
    const endpoint = at.port === 0 ? { host: at.host, port: ++this.#lastPort } : at;
    const key = endpointText(endpoint);
    if (this.#listeners.has(key)) throw new Error(`${key}: another node listens there`);
    this.#listeners.set(key, listener);
    return {
      endpoint,
      close: async () => {
        if (this.#listeners.get(key) === listener) this.#listeners.delete(key);
      },
    };
  }

  async #dial(from: Station, to: Endpoint, remoteId: string, signal: AbortSignal): Promise<Channel> {
    const way = wayBetween(from.id, remoteId);
    this.#onActivity();
    await new Promise(setImmediate);
    if (this.#holds.has(way)) await this.#released(way, signal);
    signal.throwIfAborted();
    const key = endpointText(to);
    if (this.#cuts.has(way)) throw new Error(`${key}: the network is cut`);
    const listener = this.#listeners.get(key);
    if (listener === undefined) throw new Error(`${key}: nobody listens there`);
    if (listener.id !== remoteId) throw new Error(`${key}: this is node "${listener.id}", not "${remoteId}"`);
    return this.#connect(from, listener, to, way);
  }

  #released(way: string, signal: AbortSignal): Promise<void> {
    const waiting = this.#held.get(way) ?? new Set();
    this.#held.set(way, waiting);
    return new Promise((resolve) => {
      const goOn = (): void => {
        waiting.delete(goOn);
        signal.removeEventListener('abort', goOn);
        resolve();
      };
      waiting.add(goOn);
      signal.addEventListener('abort', goOn);
    });
  }

  #connect(from: Station, listener: MemoryListener, to: Endpoint, way: string): Channel {
    const link: MemoryLink = {
      way,
      isHeld: this.#holds.has(way),
      chunkSize: this.#chunkSize,
      highWaterMark: this.#highWaterMark,
      onActivity: this.#onActivity,
      onEndClosed: (end) => this.#ends.delete(end),
    };
    const near = new MemoryChannel(link, listener.id, endpointText(to), from.inRootContext);
    const far = new MemoryChannel(link, from.id, `memory:${++this.#lastPort}`, listener.inRootContext);
    MemoryChannel.join(near, far);
    this.#ends.add(near).add(far);
    listener.inRootContext(() => listener.onChannel(far));
    return near;
  }
}

function wayBetween(one: string, other: string): string {
  return JSON.stringify([one, other].sort());
}
