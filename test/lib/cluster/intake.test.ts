// How much is read in one turn of the event loop.
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Intake } from '../../../lib/cluster/intake.js';

const chunk = Buffer.alloc(16_384);

/** An intake from a stream, and how many bytes have been read. */
function start() {
  const stream = new PassThrough({ highWaterMark: 2 ** 20 });
  const read = { bytes: 0, most: 0 };
  let thisTurn = 0;
  const intake = new Intake(stream as unknown as Socket, ({ length }) => {
    read.bytes += length;
    thisTurn += length;
    read.most = Math.max(read.most, thisTurn);
  });
  const send = (chunks: number) => {
    for (let i = 0; i < chunks; i++) stream.write(chunk);
  };
  const turn = async () => {
    await setImmediate();
    thisTurn = 0;
  };
  return { intake, read, send, turn };
}

test('nothing is read before it is wanted', async () => {
  const { read, send, turn } = start();
  send(3);
  for (let i = 0; i < 5; i++) await turn();
  expect(read.bytes).toBe(0);
});

test('a flood is read in several turns, whole', async () => {
  const { intake, read, send, turn } = start();
  send(40);
  intake.resume();
  for (let i = 0; i < 100 && read.bytes < 40 * chunk.length; i++) await turn();
  expect(read.bytes).toBe(40 * chunk.length);
  expect(read.most).toBeLessThanOrEqual(2 * 65_536);
});

test('who wants no more while it rests gets no more', async () => {
  const { intake, read, send, turn } = start();
  send(40);
  intake.resume();
  while (read.bytes < 65_536) await turn();
  intake.pause();
  const { bytes } = read;
  for (let i = 0; i < 5; i++) await turn();
  expect(read.bytes).toBe(bytes);
  intake.resume();
  for (let i = 0; i < 100 && read.bytes < 40 * chunk.length; i++) await turn();
  expect(read.bytes).toBe(40 * chunk.length);
});
