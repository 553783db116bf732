/** Nodes that end with the test that starts them. */
import { node, self, type Node } from 'regent-otp';
import { forNodeTest, forVitest } from 'regent-otp/testing';
import { expect, onTestFinished, test } from 'vitest';

const { startNode, startCluster, run } = forVitest({ onTestFinished });
const started: Node[] = [];

test('a node and a cluster start in a test', async () => {
  const { nodes } = await startCluster(['a', 'b']);
  started.push(startNode({ name: 'alone' }), nodes.a, nodes.b);
  expect(started.map(({ isStopping }) => isStopping)).toEqual([false, false, false]);
});

test('they are stopped in the next one', () => {
  expect(started.map(({ isStopping }) => isStopping)).toEqual([true, true, true]);
});

test('a function runs as a process of a node of its own', async () => {
  expect(await run(() => [self().node, node()], { name: 'own' })).toEqual(['own', 'own']);
  await expect(run(() => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
});

test("the context of node:test's tests gets the clean-up", async () => {
  const cleanUps: (() => Promise<void>)[] = [];
  const alone = forNodeTest({ after: (cleanUp) => cleanUps.push(cleanUp) }).startNode();
  expect(alone.isStopping).toBe(false);
  expect(cleanUps).toHaveLength(1);
  await cleanUps[0]!();
  expect(alone.isStopping).toBe(true);
});
