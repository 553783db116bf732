/**
 * OrderedStore: the objects of an ordered set, in the order of terms. Keys that compare as equal are one.
 *
 * The slots stand in chunks of at most `most`, each sorted and none empty, so that an insertion moves few of them however
 * large the table is.
 */
import { compareTerms } from '../../lib/index.js';
import type { Slot, Store } from './store.js';
import type { EtsObject } from './types.js';

const most = 256;

/** Where the first slot is whose key is not less than a given one; `chunk` is undefined after the last. */
interface Place {
  readonly chunk: Slot[] | undefined;
  readonly at: number;
  readonly index: number;
  readonly slot: Slot | undefined;
}

export class OrderedStore implements Store {
  #chunks: Slot[][] = [];
  size = 0;

  get(key: unknown): Slot | undefined {
    return this.#find(key).slot;
  }

  insert(key: unknown, object: EtsObject): void {
    const { chunk, at, index, slot } = this.#find(key);
    if (slot !== undefined) {
      Object.assign(slot, { key, objects: [object] });
      return;
    }
    this.size++;
    if (chunk !== undefined) this.#put(at, index, { key, objects: [object] });
    else if (this.#chunks.length === 0) this.#chunks.push([{ key, objects: [object] }]);
    else this.#put(at - 1, this.#chunks[at - 1]!.length, { key, objects: [object] });
  }

  #put(at: number, index: number, slot: Slot): void {
    const chunk = this.#chunks[at]!;
    chunk.splice(index, 0, slot);
    if (chunk.length > most) this.#chunks.splice(at + 1, 0, chunk.splice(most / 2));
  }

  delete(key: unknown): void {
    const { chunk, at, index, slot } = this.#find(key);
    if (slot === undefined) return;
    this.size--;
    slot.objects = [];
    chunk!.splice(index, 1);
    if (chunk!.length === 0) this.#chunks.splice(at, 1);
  }

  deleteWhere(key: unknown, isMeant: (object: EtsObject) => boolean): void {
    const slot = this.get(key);
    if (slot !== undefined && isMeant(slot.objects[0]!)) this.delete(key);
  }

  clear(): void {
    for (const slot of this.slots()) slot.objects = [];
    this.#chunks = [];
    this.size = 0;
  }

  slots(): readonly Slot[] {
    return this.#chunks.flat();
  }

  first(): Slot | undefined {
    return this.#chunks[0]?.[0];
  }

  last(): Slot | undefined {
    return this.#chunks.at(-1)?.at(-1);
  }

  next(key: unknown): Slot | undefined {
    const { chunk, at, index, slot } = this.#find(key);
    if (slot === undefined) return chunk?.[index];
    return chunk![index + 1] ?? this.#chunks[at + 1]?.[0];
  }

  prev(key: unknown): Slot | undefined {
    const { chunk, at, index } = this.#find(key);
    return chunk?.[index - 1] ?? this.#chunks[at - 1]?.at(-1);
  }

  // Every key has its place here, whether it is in the table or not.
  fix(): void {}
  unfix(): void {}

  #find(key: unknown): Place {
    const at = firstNotLess(this.#chunks, (chunk) => compareTerms(chunk.at(-1)!.key, key));
    const chunk = this.#chunks[at];
    if (chunk === undefined) return { chunk, at, index: 0, slot: undefined };
    const index = firstNotLess(chunk, (slot) => compareTerms(slot.key, key));
    const slot = chunk[index]!;
    return { chunk, at, index, slot: compareTerms(slot.key, key) === 0 ? slot : undefined };
  }
}

/** The index of the first item of a sorted list that is not less than what `order` compares it with. */
function firstNotLess<T>(items: readonly T[], order: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(items[middle]!) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
