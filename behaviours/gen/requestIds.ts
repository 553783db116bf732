/**
 * RequestIds: a collection of requests under way, each with a label. Never changed: adding to one gives a new one.
 *
 * As a rule only the newest of them is used, so it alone holds the Map, and the one that it came from makes a copy if it
 * is ever asked again. Adding n requests one by one thereby takes n steps and not n².
 */
import type { Ref } from '../../lib/index.js';

type Entries = Map<Ref, unknown>;

export class RequestIds<Reply = unknown, Label = unknown> {
  /** Exists for the type checker alone. */
  declare readonly types?: readonly [Reply, Label];
  #entries: Entries | undefined;
  /** Where the entries went, and how to get back from there. */
  #moved: { readonly to: RequestIds; readonly undo: (entries: Entries) => void } | undefined = undefined;

  constructor(entries: Entries = new Map()) {
    this.#entries = entries;
  }

  get size(): number {
    return this.entries.size;
  }

  get entries(): ReadonlyMap<Ref, unknown> {
    return this.#own();
  }

  with(id: Ref, label: unknown): RequestIds {
    return this.#moveOn(
      (entries) => entries.set(id, label),
      (entries) => entries.delete(id),
    );
  }

  without(id: Ref): RequestIds {
    const label = this.entries.get(id);
    return this.#moveOn(
      (entries) => entries.delete(id),
      (entries) => entries.set(id, label),
    );
  }

  #moveOn(step: (entries: Entries) => void, undo: (entries: Entries) => void): RequestIds {
    const entries = this.#own();
    // An empty one is kept and begun with again and again.
    const isEmpty = entries.size === 0;
    const next = new RequestIds(isEmpty ? undefined : entries);
    step(next.#own());
    if (!isEmpty) {
      this.#entries = undefined;
      this.#moved = { to: next, undo };
    }
    return next;
  }

  #own(): Entries {
    this.#entries ??= this.#asItWas();
    this.#moved = undefined;
    return this.#entries;
  }

  #asItWas(): Entries {
    const undos: ((entries: Entries) => void)[] = [];
    let holder = this as RequestIds;
    for (let moved = holder.#moved; moved !== undefined; moved = holder.#moved) {
      undos.push(moved.undo);
      holder = moved.to;
    }
    const entries = new Map(holder.#entries);
    for (const undo of undos.reverse()) undo(entries);
    return entries;
  }
}
