// What a port mapper may answer, and what is made of it.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { resolveNode } from '../../../../lib/beam/epmd/resolve.js';

/** A port mapper that answers everybody with the same bytes, and closes. */
async function epmd(bytes: Uint8Array) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(bytes);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const never = new AbortController().signal;
const ask = async (...answer: readonly number[]) => resolveNode(await epmd(Uint8Array.from(answer)), 'erl', never);

test('the port of a node that speaks version 6', async () => {
  expect(await ask(119, 0, 0x12, 0x34, 77, 0, 0, 6, 0, 5)).toBe(0x1234);
});

test.each([
  ['gave no answer', []],
  ['gave no answer', [119]],
  ['gave no answer', [118, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['knows no node "erl"', [119, 1]],
  ['knows no node "erl"', [119, 0, 0x12]],
  ['node "erl" is older than OTP 23', [119, 0, 0x12, 0x34, 77, 0, 0, 5, 0, 5]],
  ['an answer that is too long', Array<number>(2000).fill(119)],
])('%s', async (problem, answer) => {
  await expect(ask(...answer)).rejects.toThrow(problem);
});

test('who gives up asks nobody', async () => {
  const address = await epmd(Uint8Array.of());
  await expect(resolveNode(address, 'erl', AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  await expect(resolveNode(address, 'erl', AbortSignal.abort('later'))).rejects.toBe('later');
});
