/**
 * RemoteWatch: a monitor that a process of another node has set on one of ours, or its call. The node keeps all of them,
 * to find one again when it is taken back, and to drop those of a node that is lost.
 */
import type { Address, Home } from '../terms/address.js';
import type { Ref } from '../terms/ref.js';
import type { NameOnNode, Signal } from '../terms/signal.js';
import { Watch } from './watch.js';

type WatchSignal = Signal & { readonly kind: 'monitor' | 'call' };

export class RemoteWatch extends Watch {
  readonly #watches: RemoteWatches;
  readonly watcher: Address;
  readonly object: Address | NameOnNode;
  /** What the far end calls it by. */
  readonly #ref: Ref;
  readonly #watched: Address;
  /** It ends with the reply. */
  readonly isCall: boolean;
  /** The reference is held as long as it lasts. */
  holds = false;

  constructor(watches: RemoteWatches, { kind, from, to, ref }: WatchSignal, watched: Address) {
    super(ref.home, ref.id);
    this.#watches = watches;
    this.watcher = from;
    this.object = to;
    this.#ref = ref;
    this.#watched = watched;
    this.isCall = kind === 'call';
  }

  fire(reason: unknown): void {
    const { object: from, watcher: to } = this;
    this.#watches.delete(this);
    this.#watches.route({ kind: 'down', from, to, ref: this.#ref, reason, by: this.#watched });
  }

  /** The watcher does not want to know any more, or is gone. */
  cancel(): void {
    this.list?.remove(this);
    this.#watches.delete(this);
  }
}

/** The monitors of other nodes on processes of this one, by the run of the node that set them. */
export class RemoteWatches {
  readonly #ofHome = new Map<Home, Map<number, RemoteWatch>>();
  readonly route: (signal: Signal) => void;

  constructor(route: (signal: Signal) => void) {
    this.route = route;
  }

  /** @param watched the process behind the name or address that is monitored */
  add(signal: WatchSignal, watched: Address): RemoteWatch {
    const { home, id } = signal.ref;
    let watches = this.#ofHome.get(home);
    if (watches === undefined) this.#ofHome.set(home, (watches = new Map<number, RemoteWatch>()));
    const watch = new RemoteWatch(this, signal, watched);
    watches.set(id, watch);
    // The request carries it: whoever mentions it means the same one. A caller in this OS process holds it itself.
    if (watch.isCall) watch.holds = home.hold(signal.ref);
    return watch;
  }

  /** Whether a watch stands under this reference. */
  has(ref: Ref): boolean {
    return this.#ofHome.get(ref.home)?.has(ref.id) === true;
  }

  /** How many monitors the processes of a node have set. */
  count(home: Home): number {
    return this.#ofHome.get(home)?.size ?? 0;
  }

  /** The watch that this process has set under this reference. */
  get(watcher: Address, ref: Ref): RemoteWatch | undefined {
    const watch = this.#ofHome.get(ref.home)?.get(ref.id);
    return watch?.watcher === watcher ? watch : undefined;
  }

  /** The call with this reference, if it is one, has been replied to. */
  replied(ref: Ref): void {
    const watch = this.#ofHome.get(ref.home)?.get(ref.id);
    if (watch?.isCall === true) watch.cancel();
  }

  delete(watch: RemoteWatch): void {
    if (this.#ofHome.get(watch.home)?.delete(watch.id) === true && watch.holds) watch.home.release(watch);
  }

  /** The way to a node is lost: none of its processes can be told any more. */
  dropAll(home: Home): void {
    for (const watch of this.#ofHome.get(home)?.values() ?? []) watch.cancel();
    this.#ofHome.delete(home);
  }
}
