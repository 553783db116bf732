// Members that stand in a file.
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { watchedFile } from 'regent-otp';
import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.js';
import { temporaryFolder } from '../../certs/temporaryFolder.js';
import { watched } from './watched.js';

const a = { id: 'a', address: 'host:1' };
const b = { id: 'b', address: 'host:2' };

/** A file that is watched, and what is told of it. */
async function watchedNodes(content: string) {
  const path = join(await temporaryFolder(), 'nodes.json');
  await writeFile(path, content);
  return { path, ...watched(watchedFile(path)) };
}

test('the nodes of a cluster spec, or of an array', async () => {
  expect(await (await watchedNodes(JSON.stringify({ nodes: [a], permitted_protocols: [] }))).told.next()).toEqual([a]);
  expect(await (await watchedNodes(JSON.stringify([a, b]))).told.next()).toEqual([a, b]);
});

test('a file that is written anew, or replaced, is told once', async () => {
  const { path, clock, told } = await watchedNodes(JSON.stringify([a]));
  expect(await told.next()).toEqual([a]);
  await writeFile(path, JSON.stringify([a, b]));
  await eventually(() => clock.pending === 1);
  clock.advance(1000);
  expect(await told.next()).toEqual([a, b]);
  await writeFile(`${path}.new`, JSON.stringify([b]));
  await rename(`${path}.new`, path);
  await eventually(() => clock.pending === 1);
  clock.advance(1000);
  expect(await told.next()).toEqual([b]);
  await eventually(() => clock.pending === 1);
  clock.advance(1000);
  await eventually(() => clock.pending === 1);
  expect(told.all()).toEqual([]);
});

test('what cannot be read is told once, and looked at again', async () => {
  const { path, clock, told } = await watchedNodes('{');
  expect(await told.next()).toMatch(/nodes\.json is not JSON/);
  const look = async () => {
    await eventually(() => clock.pending === 1);
    clock.advance(1000);
  };
  await look();
  await eventually(() => clock.pending === 1);
  expect(told.all()).toEqual([]);
  await writeFile(path, '{"nodes": 5}');
  await look();
  expect(await told.next()).toMatch(/nodes\.json has no array "nodes"/);
  await rm(path);
  await look();
  expect(await told.next()).toMatch(/ENOENT/);
  await writeFile(path, JSON.stringify([a]));
  await look();
  expect(await told.next()).toEqual([a]);
});

test('one that is stopped looks no more', async () => {
  const { clock, told, discovering } = await watchedNodes(JSON.stringify([a]));
  await told.next();
  await eventually(() => clock.pending === 1);
  discovering.stop();
  expect(clock.pending).toBe(0);
  discovering.look?.();
  expect(clock.pending).toBe(0);
});

test('an interval that makes no sense is refused', () => {
  expect(() => watchedFile('nodes.json', { interval: 0 })).toThrow('watchedFile: interval must be');
});
