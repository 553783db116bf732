// docs/protocol.md shows bytes: they are those that are sent.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { encodeFrame, frameType } from '../../../lib/cluster/frames.js';
import { encodeHello } from '../../../lib/cluster/hello.js';

test("the page's hello is the one that is sent", async () => {
  const page = await readFile(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
  const shown = /^ {4}(000000[0-9a-f]{2} 01[\s0-9a-f]+)$/m.exec(page)?.[1]?.replace(/\s/g, '');
  const hello = encodeHello({
    id: 'a',
    farId: 'b',
    creation: 16_909_060,
    maxFrameSize: 256 * 1024 * 1024,
    isHidden: false,
    fingerprint: '000102030405060708090a0b0c0d0e0f',
    codecs: ['msgpack', 'json'],
  });
  expect(shown).toBe(encodeFrame(frameType.hello, hello).toString('hex'));
});
