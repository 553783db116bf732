/**
 * monitor and demonitor: the sending half. The record of a monitor is itself the Ref that names it.
 */
import { Address } from '../terms/address.js';
import { badarg } from '../terms/errors.js';
import { Ref } from '../terms/ref.js';
import type { NameOnNode } from '../terms/signal.js';
import { requireProcess } from './current.js';
import { checkOptions } from './options.js';
import type { Belongings, Owned } from './owned.js';
import type { AliasTarget } from './aliasTarget.js';
import type { Process } from './process.js';
import { isNameOnNode } from './send.js';
import { Watch } from './watch.js';

/** When the alias of a monitor ends by itself. */
export type MonitorAlias = 'explicit_unalias' | 'demonitor' | 'reply_demonitor';

/** Options of `monitor`: `['alias', mode]` makes the reference an alias too, `['tag', term]` replaces 'DOWN'. */
export type MonitorOption = readonly ['alias', MonitorAlias] | readonly ['tag', unknown];

/** Options of `demonitor`. */
export type DemonitorOption = 'flush' | 'info';

/** What the options of a monitor come to. */
export interface MonitorSettings {
  readonly tag: unknown;
  readonly aliasMode: MonitorAlias | undefined;
}

const plain: MonitorSettings = { tag: 'DOWN', aliasMode: undefined };

export class Monitor extends Watch implements Owned, AliasTarget {
  readonly #owner: Process;
  object: Address | NameOnNode;
  readonly #tag: unknown;
  readonly #aliasMode: MonitorAlias | undefined;
  #isActive: boolean;
  belongings: Belongings | undefined = undefined;
  ownedPrevious: Owned | undefined = undefined;
  ownedNext: Owned | undefined = undefined;

  constructor(owner: Process, object: Address | NameOnNode, { tag, aliasMode }: MonitorSettings, isActive = true) {
    const home = owner.host.incarnation;
    super(home, aliasMode === undefined ? home.newRefId() : home.newAliasId());
    this.#owner = owner;
    this.object = object;
    this.#tag = tag;
    this.#aliasMode = aliasMode;
    this.#isActive = isActive;
    if (aliasMode !== undefined) this.aliasOf = this;
    owner.owned.add(this);
  }

  get watcher(): Address {
    return this.#owner.address;
  }

  fire(reason: unknown): void {
    if (!this.#isActive || !this.#owner.isAlive) return;
    this.#end();
    this.#owner.deliver([this.#tag, this, 'process', this.object, reason]);
  }

  /** Takes the monitor back; false if it was not active any more. Only its owner can. */
  cancel(by: Process): boolean {
    if (!this.#isActive || by !== this.#owner) return false;
    this.#demonitor();
    return true;
  }

  receiveByAlias(message: unknown): void {
    if (this.#aliasMode === 'reply_demonitor') {
      this.aliasOf = undefined;
      if (this.#isActive) this.#demonitor();
    }
    this.#owner.deliver(message);
  }

  /** Ends the alias; false if it had ended. */
  unalias(by: Process): boolean {
    if (this.aliasOf === undefined || by !== this.#owner) return false;
    this.aliasOf = undefined;
    if (!this.#isActive) this.#owner.owned.delete(this);
    return true;
  }

  release(): void {
    this.aliasOf = undefined;
    if (this.#isActive) this.#demonitor();
  }

  /** It watches a process from now on. */
  arm(object: Address): void {
    this.object = object;
    this.#isActive = true;
  }

  /** It watches nothing; only its alias, if any, is left. */
  disarm(): void {
    this.#isActive = false;
    if (this.aliasOf === undefined) this.#owner.owned.delete(this);
  }

  #demonitor(): void {
    this.#end();
    if (this.list !== undefined) this.list.remove(this);
    else this.#owner.host.route({ kind: 'demonitor', from: this.watcher, to: this.object, ref: this });
  }

  #end(): void {
    this.#isActive = false;
    if (this.#aliasMode !== 'explicit_unalias') this.aliasOf = undefined;
    if (this.aliasOf === undefined) this.#owner.owned.delete(this);
  }

  get isActive(): boolean {
    return this.#isActive;
  }
}

/**
 * Watches a process: when it ends, the caller gets `['DOWN', ref, 'process', object, reason]`; at once, with the reason
 * 'noproc', if it has ended, and with 'noconnection' when its node is lost. Ports `erlang:monitor/2,3`.
 *
 * @param target an Address, a registered name, or `[name, node]`; by name the object is `[name, node]`
 * @returns the reference of the monitor
 * @example
 * import { down, exit, monitor, on, receive, spawn } from 'regent-otp';
 *
 * const ref = monitor('process', spawn(() => exit('boom')));
 * await receive(on(down(ref), ([, , , , reason]) => reason)); // => 'boom'
 */
export function monitor(
  type: 'process',
  target: Address | string | NameOnNode,
  options: readonly MonitorOption[] = [],
): Ref {
  const me = requireProcess('monitor');
  if (type !== 'process') throw badarg('monitor', 'type', type, "'process'");
  const object = typeof target === 'string' ? ([target, me.host.name] as const) : target;
  if (!(object instanceof Address) && !isNameOnNode(object)) {
    throw badarg('monitor', 'target', target, 'an Address, a registered name, or [name, node]');
  }
  return monitorProcess(me, object, options);
}

/** Sets a monitor of `me` on a process. */
export function monitorProcess(me: Process, object: Address | NameOnNode, options: readonly MonitorOption[] = []): Ref {
  checkOptions('monitor', options, isMonitorOption, "['alias', mode] and ['tag', term]");
  const ref = new Monitor(me, object, monitorSettings(options));
  // Nobody hears of the end of oneself.
  if (isOneself(me, object)) ref.disarm();
  else me.host.route({ kind: 'monitor', from: me.address, to: object, ref });
  return ref;
}

/**
 * Ends a monitor that the caller has set: no DOWN message of it arrives any more. Ports `erlang:demonitor/1,2`.
 *
 * @param options 'flush' removes a DOWN message that waits already; 'info' makes the result tell whether the monitor was
 *   still active
 * @returns true; with 'info' whether the monitor was found
 */
export function demonitor(ref: Ref, options: readonly DemonitorOption[] = []): boolean {
  const me = requireProcess('demonitor');
  if (!(ref instanceof Ref)) throw badarg('demonitor', 'ref', ref, 'a reference that monitor() gave');
  checkOptions('demonitor', options, (option) => option === 'flush' || option === 'info', "'flush' and 'info'");
  const found = ref instanceof Monitor && ref.cancel(me);
  if (!found && options.includes('flush')) {
    me.mailbox.remove((message) => Array.isArray(message) && message.length === 5 && message[1] === ref);
  }
  return options.includes('info') ? found : true;
}

function isOneself(me: Process, object: Address | NameOnNode): boolean {
  if (object instanceof Address) return object === me.address;
  return object[1] === me.host.name && object[0] === me.registeredName;
}

/** Reads the options of a monitor, which have been checked; later ones count. */
export function monitorSettings(options: readonly MonitorOption[]): MonitorSettings {
  if (options.length === 0) return plain;
  let { tag, aliasMode } = plain;
  for (const option of options) {
    if (option[0] === 'alias') aliasMode = option[1];
    else tag = option[1];
  }
  return { tag, aliasMode };
}

/** Whether a term is an option of `monitor`. */
export function isMonitorOption(option: unknown): boolean {
  return Array.isArray(option) && (option[0] === 'tag' || (option[0] === 'alias' && isAliasMode(option[1])));
}

function isAliasMode(mode: unknown): boolean {
  return mode === 'explicit_unalias' || mode === 'demonitor' || mode === 'reply_demonitor';
}
