// A reference that has been bytes is the same one again.
import { makeRef, Ref, self, startNode } from 'regent-otp';
import { binaryToTerm, termToBinary } from 'regent-otp/beam';
import { expect, it } from 'vitest';
import { BeamRef } from '../../../../lib/beam/etf/beamRef.js';
import { Incarnation } from '../../../../lib/terms/incarnation.js';

const again = (term: unknown): unknown => binaryToTerm(termToBinary(term));

it('a reference and a pid of this node', async () => {
  const here = startNode();
  await here.run(() => {
    const ref = makeRef();
    expect(again(ref)).toBe(ref);
    expect(again([ref, self(), ref])).toEqual([ref, self(), ref]);
  });
  await here.stop();
});

it('a reference that another node of Regent has made', () => {
  const ref = Incarnation.of('elsewhere', 7).ref(4);
  expect(again(ref)).toBe(ref);
});

it('a reference that a node of Erlang has made, though its number is that of another', () => {
  const home = Incarnation.of('erl@host', 9);
  const [one, other] = [BeamRef.of(home, [4, 0, 0]), BeamRef.of(home, [5, 0, 0])];
  // As if it had gone to another node of Regent, which is told the number.
  home.expose(one);
  const mistaken = BeamRef.of(home, [one.id, 0, 0]);
  expect([again(one), again(other), again(mistaken)]).toEqual([one, other, mistaken]);
  expect(again(mistaken)).toBe(mistaken);
  expect(again(one)).toBe(one);
});

it('one that nobody has is another object of the same text', () => {
  const bytes = termToBinary(new Ref(Incarnation.of('gone', 3), 8));
  expect(String(binaryToTerm(bytes))).toBe(String(binaryToTerm(bytes)));
});
