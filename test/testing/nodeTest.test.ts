// The adapter for node:test, under `node --test` itself.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { built } from '../support/built.js';

const program = `
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { node, self } from 'regent-otp';
import { expectReceive, forNodeTest } from 'regent-otp/testing';

const started = [];

test('a node and a cluster start in a test', async (t) => {
  const { startNode, startCluster, run } = forNodeTest(t);
  const { nodes } = await startCluster(['a', 'b']);
  started.push(startNode({ name: 'alone' }), nodes.a, nodes.b);
  assert.deepEqual(await run(() => [self().node, node()], { name: 'own' }), ['own', 'own']);
  assert.deepEqual(started.map(({ isStopping }) => isStopping), [false, false, false]);
});

test('they are stopped in the next one', () => {
  assert.deepEqual(started.map(({ isStopping }) => isStopping), [true, true, true]);
});

const { startNode } = forNodeTest({ after });

test('a node of the whole file', () => startNode({ name: 'whole' }).run(() => self().node));

test('what does not come fails the test', (t) => forNodeTest(t).run(() => expectReceive('hello', 1)));
`;

test('its nodes end with their tests, and expectations fail them', { timeout: 60_000 }, async () => {
  const file = path.join(await built(), 'node-test.mjs');
  writeFileSync(file, program);
  const env = { ...process.env, NODE_OPTIONS: '' };
  const run = promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', file], { env });
  const { code, stdout } = await run.then(
    () => ({ code: 0, stdout: '' }),
    (failure: unknown) => failure as { readonly code: number; readonly stdout: string },
  );
  expect(stdout).toMatch(/^# pass 3$/m);
  expect(stdout).toMatch(/^# fail 1$/m);
  expect(stdout).toMatch(/not ok \d+ - what does not come fails the test/);
  expect(stdout).toContain('no message that matches');
  expect(code).toBe(1);
});
