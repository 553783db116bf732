/**
 * HashStore: the objects of a set, a bag or a duplicate bag. Keys that are equal as terms are one. Its order is that in
 * which keys came.
 *
 * While it is fixed, a key that is deleted keeps its place without objects, as if it were there still, for `next`.
 */
import { termEquals } from '../../lib/index.js';
import { TermMap } from '../termMap.js';
import type { Slot, Store } from './store.js';
import type { EtsObject, TableType } from './types.js';

interface Linked extends Slot {
  previous: Linked | undefined;
  next: Linked | undefined;
}

export class HashStore implements Store {
  readonly #type: Exclude<TableType, 'ordered_set'>;
  #slots = new TermMap<Linked>();
  #first: Linked | undefined = undefined;
  #last: Linked | undefined = undefined;
  #fixes = 0;
  #deleted: Linked[] = [];
  size = 0;

  constructor(type: Exclude<TableType, 'ordered_set'>) {
    this.#type = type;
  }

  get(key: unknown): Slot | undefined {
    const slot = this.#slots.get(key);
    return slot === undefined || slot.objects.length === 0 ? undefined : slot;
  }

  insert(key: unknown, object: EtsObject): void {
    const slot = this.#slots.get(key) ?? this.#append(key);
    if (this.#type === 'set') {
      this.size += 1 - slot.objects.length;
      slot.objects = [object];
    } else if (this.#type === 'duplicate_bag' || !slot.objects.some((other) => termEquals(other, object))) {
      this.size++;
      slot.objects.push(object);
    }
  }

  delete(key: unknown): void {
    const slot = this.get(key) as Linked | undefined;
    if (slot === undefined) return;
    this.size -= slot.objects.length;
    slot.objects = [];
    if (this.#fixes > 0) this.#deleted.push(slot);
    else this.#remove(slot);
  }

  deleteWhere(key: unknown, isMeant: (object: EtsObject) => boolean): void {
    const slot = this.get(key);
    if (slot === undefined) return;
    const kept = slot.objects.filter((object) => !isMeant(object));
    if (kept.length === 0) return this.delete(key);
    this.size -= slot.objects.length - kept.length;
    slot.objects = kept;
  }

  clear(): void {
    for (const { key } of this.slots()) this.delete(key);
  }

  slots(): readonly Slot[] {
    const slots: Slot[] = [];
    for (let slot = this.#first; slot !== undefined; slot = slot.next) if (slot.objects.length > 0) slots.push(slot);
    return slots;
  }

  first(): Slot | undefined {
    return forward(this.#first);
  }

  // As in OTP, the order of a hash table has no direction.
  last(): Slot | undefined {
    return this.first();
  }

  next(key: unknown): Slot | undefined | 'unknown' {
    const slot = this.#slots.get(key);
    return slot === undefined ? 'unknown' : forward(slot.next);
  }

  prev(key: unknown): Slot | undefined | 'unknown' {
    return this.next(key);
  }

  fix(): void {
    this.#fixes++;
  }

  unfix(): void {
    if (--this.#fixes > 0) return;
    for (const slot of this.#deleted) if (slot.objects.length === 0) this.#remove(slot);
    this.#deleted = [];
  }

  #append(key: unknown): Linked {
    const slot: Linked = { key, objects: [], previous: this.#last, next: undefined };
    if (this.#last === undefined) this.#first = slot;
    else this.#last.next = slot;
    this.#slots.set(key, (this.#last = slot));
    return slot;
  }

  #remove(slot: Linked): void {
    // One that came again and went again while the table was fixed is in the list twice.
    if (this.#slots.get(slot.key) !== slot) return;
    this.#slots.delete(slot.key);
    if (slot.previous === undefined) this.#first = slot.next;
    else slot.previous.next = slot.next;
    if (slot.next === undefined) this.#last = slot.previous;
    else slot.next.previous = slot.previous;
  }
}

function forward(start: Linked | undefined): Slot | undefined {
  let slot = start;
  while (slot !== undefined && slot.objects.length === 0) slot = slot.next;
  return slot;
}
