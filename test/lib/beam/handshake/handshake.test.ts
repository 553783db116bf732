// The handshake with a far end that says what it likes.
import { expect, test } from 'vitest';
import { offeredFlags } from '../../../../lib/beam/handshake/flags.js';
import { answer, initiate, type Admission } from '../../../../lib/beam/handshake/handshake.js';
import * as messages from '../../../../lib/beam/handshake/messages.js';
import type { Packets } from '../../../../lib/beam/handshake/packets.js';

const own = { name: 'js@localhost', creation: 5, cookie: 'secret' };
const other = { flags: offeredFlags, creation: 7, name: 'erl@localhost' };

/** What the far end says, one packet after the other; keeps what it is told. */
function far(...said: readonly Buffer[]): { readonly packets: Packets; readonly told: Buffer[] } {
  const [waiting, told]: [Buffer[], Buffer[]] = [[...said], []];
  const packets = {
    read: () => Promise.resolve(waiting.shift() ?? Buffer.alloc(0)),
    write: (bytes: Buffer) => void told.push(bytes),
  };
  return { packets: packets as unknown as Packets, told };
}

const attempt = (isNeedless = false) => ({ onIntroduced: () => undefined, isNeedless: () => isNeedless });
const status = messages.statusMessage;
const challenge = (changes: Partial<messages.Challenge> = {}) =>
  messages.challengeMessage({ ...other, challenge: 9, ...changes });

test.each<readonly [string, readonly Buffer[]]>([
  ['the other node is connecting too', [status('nok')]],
  ['refused: not_allowed', [status('not_allowed')]],
  ['node "else@localhost" answered, not "erl@localhost"', [status('ok'), challenge({ name: 'else@localhost' })]],
  ['node "erl@localhost" is older than OTP 25', [status('ok'), challenge({ flags: 0n })]],
  ['node "erl@localhost" tells no number of its run', [status('ok_simultaneous'), challenge({ creation: 0 })]],
  ['wrong cookie', [status('ok'), challenge(), messages.ackMessage(messages.digestOf(1, 'other'))]],
  ['no status', []],
])('who connects: %s', async (problem, said) => {
  await expect(initiate(far(...said).packets, own, other.name, attempt())).rejects.toThrow(problem);
});

test('a connection that the other node takes for alive is insisted on, unless it is needless', async () => {
  const insisting = far(status('alive'));
  await expect(initiate(insisting.packets, own, other.name, attempt())).rejects.toThrow('no challenge');
  expect(insisting.told.at(-1)).toEqual(status('true'));
  const needless = far(status('alive'));
  await expect(initiate(needless.packets, own, other.name, attempt(true))).rejects.toThrow('has connected');
  expect(needless.told.at(-1)).toEqual(status('false'));
});

const introduction = (changes: Partial<messages.Introduction> = {}) => messages.nameMessage({ ...other, ...changes });
const admitting = (verdict: Admission) => () => verdict;

test.each<readonly [string, Admission, readonly Buffer[]]>([
  ['node "erl@localhost" is not let in', 'not_allowed', [introduction()]],
  ['node "erl" is not let in', 'ok', [introduction({ name: 'erl' })]],
  ['node "js@localhost" is not let in', 'ok', [introduction({ name: own.name })]],
  ['node "erl@localhost" is not let in', 'ok', [introduction({ creation: 0 })]],
  ['node "erl@localhost" is not let in', 'ok', [introduction({ flags: 0n })]],
  ['this node is connecting too', 'nok', [introduction()]],
  ['the other node keeps the connection that stands', 'alive', [introduction(), status('false')]],
  ['no reply', 'alive', [introduction(), status('true')]],
  ['wrong cookie', 'ok', [introduction(), messages.replyMessage(1, messages.digestOf(1, 'other'))]],
])('who is connected to: %s', async (problem, verdict, said) => {
  await expect(answer(far(...said).packets, own, admitting(verdict))).rejects.toThrow(problem);
});
