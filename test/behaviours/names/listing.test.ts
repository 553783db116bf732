/** What registries of names tell each other when they meet: however much it is, and whatever happens meanwhile. */
import { expect, onTestFinished, test } from 'vitest';
import { createJsonCodec, createMsgpackCodec, self, type ClusterOptions } from 'regent-otp';
import { names, sys } from 'regent-otp/behaviours';
import { startMemoryCluster } from 'regent-otp/testing';
import { eventually } from '../../support/eventually.js';
import { messageMode } from '../../support/startTestNode.js';
import { idle } from './claimants.js';

async function start(cluster: Partial<ClusterOptions> = {}) {
  const started = await startMemoryCluster(['a', 'b'], {
    node: { messages: messageMode },
    cluster: { reconnect: { min: 1, max: 5 }, ...cluster },
  });
  onTestFinished(() => started.stop());
  return started.nodes;
}

test('a node learns more claims than one message can hold', async () => {
  const codec = createMsgpackCodec({ limits: { maxTerms: 100_000 } });
  const { a, b } = await start({ codec });
  const count = 25_000;
  await a.run(async () => {
    await names.start();
    await Promise.all(Array.from({ length: count }, (_, i) => names.register(['room', i], idle(a))));
  });
  await b.run(async () => {
    await names.start();
    await names.sync();
    expect(names.counters().claims).toBe(count);
    expect([0, count - 1].map((i) => names.lookupAll(['room', i]).length)).toEqual([1, 1]);
    await names.sync();
    expect(names.counters()).toMatchObject({ claims: count, multipleClaims: 0 });
  });
});

test.each([0, 1])('a claim made while registries meet is known to both, also if the other has %i', async (count) => {
  const { a, b } = await start();
  const pid = idle(b);
  await a.run(async () => {
    await names.start();
    for (let i = 0; i < count; i++) await names.register(['other', i], idle(a));
    // What the registry has told when it started has come, and found nobody.
    await names.sync();
    await sys.suspend('names');
  });
  // The registry of b greets that of a, and hears nothing yet.
  await b.run(async () => {
    await names.start();
    await names.register('early', pid);
  });
  await a.run(() => sys.resume('names'));
  await eventually(() => a.run(() => names.lookup('early') === pid));
});

test('a name that the cluster cannot carry is known to its node alone, costs no registry its life, and hides no other', async () => {
  // JSON has a smaller limit here than the check of names has.
  const { a, b } = await start({ codec: createJsonCodec({ limits: { maxBytes: 2000 } }) });
  const reports: unknown[] = [];
  a.on('report', ({ label, node }) => reports.push([label, node]));
  const long = 'x'.repeat(3000);
  await a.run(async () => {
    const me = self();
    await names.start();
    await names.register(long);
    await names.register('short');
    expect(names.lookup(long)).toBe(me);
    await b.run(() => names.start());
    await eventually(() => b.run(() => names.lookup('short') === me));
  });
  expect(reports).toContainEqual([['names', 'not_transferable'], 'b']);
  expect(await b.run(() => names.registeredNames())).toEqual(['short']);
});
