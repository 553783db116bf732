// The messages of the handshake: nonsense is refused with the name of what it is not.
import { expect, test } from 'vitest';
import * as messages from '../../../../lib/beam/handshake/messages.js';

const flags = 1n;
const name = 'a@localhost';

test('what is written is read', () => {
  const introduction = { flags, creation: 5, name };
  expect(messages.readName(messages.nameMessage(introduction))).toEqual(introduction);
  const challenge = { ...introduction, challenge: 9 };
  expect(messages.readChallenge(messages.challengeMessage(challenge))).toEqual(challenge);
  expect(messages.readStatus(messages.statusMessage('ok'))).toBe('ok');
  const digest = messages.digestOf(9, 'secret');
  expect(messages.readReply(messages.replyMessage(7, digest))).toEqual({ challenge: 7, digest });
  expect(messages.readAck(messages.ackMessage(digest))).toEqual(digest);
});

const digest = messages.digestOf(9, 'secret');
const whole = messages.nameMessage({ flags, creation: 5, name });

test.each<readonly [string, (bytes: Buffer) => unknown, Buffer]>([
  ['no introduction of version 6', messages.readName, Buffer.from('n')],
  ['no introduction of version 6', messages.readName, messages.statusMessage('ok is no introduction')],
  ['a name longer than its message', messages.readName, whole.subarray(0, -1)],
  ['no challenge of version 6', messages.readChallenge, whole.subarray(0, 18)],
  ['no challenge of version 6', messages.readChallenge, messages.ackMessage(digest)],
  ['no status', messages.readStatus, whole],
  ['no reply', messages.readReply, messages.ackMessage(digest)],
  ['no reply', messages.readReply, messages.replyMessage(7, digest.subarray(1))],
  ['no acknowledgement', messages.readAck, messages.replyMessage(7, digest)],
  ['no acknowledgement', messages.readAck, messages.ackMessage(digest.subarray(1))],
])('%s', (problem, read, bytes) => {
  expect(() => read(bytes)).toThrow(problem);
});

test('a digest of another cookie is refused', () => {
  expect(() => messages.checkDigest(digest, 9, 'secret')).not.toThrow();
  expect(() => messages.checkDigest(digest, 9, 'other')).toThrow('wrong cookie');
});
