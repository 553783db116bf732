import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Links } from '../../../lib/cluster/links.js';
import { Incarnation } from '../../../lib/terms/incarnation.js';

const a = Incarnation.of('a', 1).newAddress();
const b = Incarnation.of('b', 1).newAddress();

test('a link stands from when it is set until it ends', () => {
  const links = new Links();
  links.set(a, b);
  expect(links.end(a, b)).toBe(true);
  expect(links.end(a, b)).toBe(false);
  expect(links.size).toBe(0);
});

test('a second link between the same two changes nothing', () => {
  const links = new Links();
  expect(links.accept(a, b)).toBe(true);
  expect(links.accept(a, b)).toBe(false);
  expect(links.size).toBe(1);
});

test('a link that is being taken back is over here, and takes none of the far end until that has acknowledged', () => {
  const links = new Links();
  links.set(a, b);
  const id = links.takeBack(a, b)!;
  expect(links.end(a, b)).toBe(false);
  expect(links.accept(a, b)).toBe(false);
  links.acknowledge(a, b, id);
  expect(links.size).toBe(0);
  expect(links.accept(a, b)).toBe(true);
});

test('the acknowledgement of an earlier unlink does not end a later one', () => {
  const links = new Links();
  links.set(a, b);
  const first = links.takeBack(a, b)!;
  links.set(a, b);
  const second = links.takeBack(a, b)!;
  links.acknowledge(a, b, first);
  expect(links.accept(a, b)).toBe(false);
  links.acknowledge(a, b, second);
  expect(links.accept(a, b)).toBe(true);
});

test('there is nothing to take back where there is no link', () => {
  expect(new Links().takeBack(a, b)).toBeUndefined();
});

test('clear gives the links that stand, not those that are being taken back', () => {
  const links = new Links();
  const other = Incarnation.of('b', 1).newAddress();
  links.set(a, b);
  links.set(a, other);
  links.takeBack(a, b);
  expect(links.clear()).toEqual([[a, other]]);
  expect(links.size).toBe(0);
});

// Two ends that link and unlink as they like while their signals are on their way.
class End {
  readonly links = new Links();
  readonly inbox: (readonly ['link'] | readonly ['unlink' | 'ack', number])[] = [];
  far!: End;
  isLinked = false;
  readonly #local;
  readonly #remote;

  constructor(local: typeof a, remote: typeof a) {
    this.#local = local;
    this.#remote = remote;
  }

  link(): void {
    if (this.isLinked) return;
    this.isLinked = true;
    this.links.set(this.#local, this.#remote);
    this.far.inbox.push(['link']);
  }

  unlink(): void {
    if (!this.isLinked) return;
    this.isLinked = false;
    this.far.inbox.push(['unlink', this.links.takeBack(this.#local, this.#remote)!]);
  }

  deliver(): void {
    const signal = this.inbox.shift();
    if (signal === undefined) return;
    if (signal[0] === 'link') {
      if (this.links.accept(this.#local, this.#remote)) this.isLinked = true;
    } else if (signal[0] === 'unlink') {
      this.far.inbox.push(['ack', signal[1]]);
      if (this.links.end(this.#local, this.#remote)) this.isLinked = false;
    } else {
      this.links.acknowledge(this.#local, this.#remote, signal[1]);
    }
  }
}

test('two processes that link and unlink at the same time, in any order, never end with only one of them linked', () => {
  const step = fc.tuple(fc.constantFrom(0, 1), fc.constantFrom('link', 'unlink', 'deliver'));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const ends = [new End(a, b), new End(b, a)] as const;
      ends[0].far = ends[1];
      ends[1].far = ends[0];
      for (const [side, action] of steps) ends[side === 0 ? 0 : 1][action as 'link']();
      while (ends.some((end) => end.inbox.length > 0)) for (const end of ends) end.deliver();
      expect(ends[0].isLinked).toBe(ends[1].isLinked);
      const size = ends[0].isLinked ? 1 : 0;
      expect(ends.map((end) => end.links.size)).toEqual([size, size]);
    }),
    { numRuns: 2000 },
  );
});
