/**
 * Children: the children of a supervisor in start order, found by id and by process.
 *
 * `pid` of a child changes only here, so that the two indices agree.
 */
import { TermMap } from '../../behaviours/index.js';
import { Address } from '../../lib/index.js';
import type { Child, ChildPid } from '../child.js';
import type { FullChildSpec } from '../childSpec.js';

interface Entry {
  readonly spec: FullChildSpec;
  pid: ChildPid;
}

export class Children implements Iterable<Child> {
  readonly #byId = new TermMap<Entry>();
  readonly #byPid = new Map<Address, Child>();

  /** Children that do not run yet. */
  static of(specs: readonly FullChildSpec[]): Children {
    const children = new Children();
    for (const spec of specs) children.add(spec, undefined);
    return children;
  }

  get(id: unknown): Child | undefined {
    return this.#byId.get(id);
  }

  /** The child with this process. */
  withPid(pid: Address): Child | undefined {
    return this.#byPid.get(pid);
  }

  /** Adds a child; a new one comes last. */
  add(spec: FullChildSpec, pid: ChildPid): void {
    const entry: Entry = { spec, pid };
    this.#byId.set(spec.id, entry);
    if (pid instanceof Address) this.#byPid.set(pid, entry);
  }

  remove(child: Child): void {
    this.setPid(child, undefined);
    this.#byId.delete(child.spec.id);
  }

  setPid(child: Child, pid: ChildPid): void {
    if (child.pid instanceof Address) this.#byPid.delete(child.pid);
    (child as Entry).pid = pid;
    if (pid instanceof Address) this.#byPid.set(pid, child);
  }

  /** In start order. */
  [Symbol.iterator](): Iterator<Child> {
    return this.#byId.values();
  }

  /** The last started first. */
  reversed(): readonly Child[] {
    return [...this].reverse();
  }
}
