import { isMatching, P } from 'ts-pattern';
import { inspect } from 'node:util';
import { alias, makeRef, monitor, Ref, self, sendAfter } from 'regent-otp';
import { expect, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';

test('no two references are the same', async () => {
  const node = startTestNode();
  await node.run(() => {
    const refs = [makeRef(), makeRef(), alias(), monitor('process', self()), sendAfter(1000, self(), 'x')];
    expect(new Set(refs).size).toBe(refs.length);
    expect(new Set(refs.map(String)).size).toBe(refs.length);
    for (const ref of refs) expect(ref).toBeInstanceOf(Ref);
  });
});

test('a reference shows its node, the run of the node, and its number', async () => {
  const node = startTestNode({ name: 'alpha', creation: 5 });
  const ref = await node.run(() => makeRef());
  expect([ref.node, ref.creation]).toEqual(['alpha', 5]);
  expect(String(ref)).toBe(`#Ref<alpha.5.${ref.id}>`);
  expect(JSON.stringify([ref])).toBe(`["${String(ref)}"]`);
  expect(inspect(ref)).toBe(String(ref));
});

test('in a pattern of ts-pattern a reference matches itself alone', async () => {
  const node = startTestNode();
  await node.run(() => {
    const [one, other] = [makeRef(), makeRef()];
    expect(isMatching([one, P._], [one, 'reply'])).toBe(true);
    expect(isMatching([one, P._], [other, 'reply'])).toBe(false);
  });
});
