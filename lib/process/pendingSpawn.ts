/**
 * PendingSpawn: a request for a process, here or on another node. It is itself the Ref that names it, and, once there is a
 * process, the monitor of it if one was wanted.
 *
 * It is pending until the answer comes. Nobody may want the process any more by then: whoever asked has ended, or has
 * abandoned the request. A link is broken at once then, so that the process ends.
 */
import { Address } from '../terms/address.js';
import type { NameOnNode, Signal } from '../terms/signal.js';
import type { SpawnReplyTarget } from './acceptSpawn.js';
import { Monitor, monitorSettings } from './monitors.js';
import type { Process } from './process.js';
import type { SpawnSettings } from './spawnOptions.js';

export class PendingSpawn extends Monitor implements SpawnReplyTarget {
  readonly #owner: Process;
  readonly #settings: SpawnSettings;
  #isPending = true;
  /** Why the process is not wanted any more. */
  #rejection: unknown = undefined;

  /** @param to the module to run a function of, and the node */
  constructor(owner: Process, to: NameOnNode, settings: SpawnSettings) {
    super(owner, to, monitorSettings(settings.monitor ?? []), false);
    this.#owner = owner;
    this.#settings = settings;
  }

  /** Whoever asked, and the bonds with the process. */
  get bonds(): { from: Address; ref: PendingSpawn; link: boolean; monitor: boolean } {
    const { link, monitor } = this.#settings;
    return { from: this.watcher, ref: this, link, monitor: monitor !== undefined };
  }

  /** The process has started, or could not. */
  takeReply({ from: pid, error }: Signal & { readonly kind: 'spawn_reply' }): void {
    const isWanted = this.#isPending && this.#owner.isAlive;
    this.#isPending = false;
    if (!(pid instanceof Address)) {
      if (isWanted) this.fail(error!);
      return;
    }
    if (!isWanted) return this.#reject(pid);
    const { link, monitor, reply } = this.#settings;
    if (link) (this.#owner.links ??= new Set()).add(pid);
    if (monitor !== undefined) this.arm(pid);
    else this.disarm();
    if (reply === 'yes' || reply === 'success_only') this.#tell('ok', pid);
  }

  /** There will be no process. */
  fail(error: string): void {
    const { reply } = this.#settings;
    this.#isPending = false;
    this.disarm();
    if (reply === 'yes' || reply === 'error_only') this.#tell('error', error);
  }

  /** There is nothing to be answered, as it could not be sent. */
  withdraw(): void {
    this.#isPending = false;
    this.aliasOf = undefined;
    this.disarm();
  }

  /** Gives the request up; false if it is not pending any more. Only its owner can. */
  abandon(by: Process): boolean {
    if (!this.#isPending || by !== this.#owner) return false;
    this.#rejection = 'abandoned';
    this.withdraw();
    return true;
  }

  override release(): void {
    if (this.#isPending) this.#rejection = this.#owner.exitReason;
    super.release();
  }

  #reject(pid: Address): void {
    const { host, address: from } = this.#owner;
    const { link, monitor } = this.#settings;
    if (monitor !== undefined) host.route({ kind: 'demonitor', from, to: pid, ref: this });
    if (link) host.route({ kind: 'exit', from, to: pid, reason: this.#rejection, linked: true });
  }

  #tell(kind: 'ok' | 'error', what: unknown): void {
    this.#owner.deliver([this.#settings.replyTag, this, kind, what]);
  }
}
