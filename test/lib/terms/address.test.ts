import { inspect } from 'node:util';
import { isMatching, match, P } from 'ts-pattern';
import { Address, formatTerm, on, parseAddress, receive, self, send, spawn } from 'regent-otp';
import { expect, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';

test('a process has one Address object, whoever it comes from', async () => {
  const node = startTestNode();
  await node.run(async () => {
    const parent = self();
    const child = spawn(() => send(parent, ['child', self()]));
    const heard = await receive(on(['child', P._], ([, address]) => address));
    expect(heard).toBe(child);
    expect(self()).toBe(parent);
    expect(new Map([[child, 'found']]).get(heard as Address)).toBe('found');
  });
});

test('an address tells its node, the run of the node, and its number there', async () => {
  const node = startTestNode({ name: 'alpha', creation: 77 });
  const [first, second] = [node.spawn(() => undefined), node.spawn(() => undefined)];
  expect([first.node, first.creation]).toEqual(['alpha', 77]);
  expect(second.id).toBeGreaterThan(first.id);
});

test('the text of an address leads back to it', async () => {
  const node = startTestNode({ name: 'a.b@c-d', creation: 2 ** 32 - 1 });
  const { address } = node.newMailbox();
  expect(String(address)).toBe(`<a.b@c-d.4294967295.${address.id}>`);
  expect(parseAddress(String(address))).toBe(address);
});

test('the JSON of an address leads back to it', () => {
  const { address } = startTestNode().newMailbox();
  const { to } = JSON.parse(JSON.stringify({ to: address })) as { to: string };
  expect(parseAddress(to)).toBe(address);
});

test('what a log shows of an address leads back to it', () => {
  const { address } = startTestNode().newMailbox();
  expect(formatTerm(['ok', address])).toBe(`[ 'ok', ${String(address)} ]`);
  expect(parseAddress(inspect(address))).toBe(address);
});

test('a text names one Address, also one of a process that was never here', () => {
  const address = parseAddress('<elsewhere.5.17>');
  expect(address).toBeInstanceOf(Address);
  expect(parseAddress('<elsewhere.5.17>')).toBe(address);
  expect(parseAddress('<elsewhere.6.17>')).not.toBe(address);
  expect(parseAddress('<elsewhere2.5.17>')).not.toBe(address);
});

test.each([
  '',
  'alpha',
  '<1.2>',
  '<a.b.c>',
  '<a.1.2',
  'a.1.2>',
  '<a.4294967296.1>',
  '<a.1.9007199254740993>',
  '<a.1.-2>',
])('the text %j is no address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test('in a pattern of ts-pattern an address matches itself alone', () => {
  const node = startTestNode();
  const [one, other] = [node.newMailbox().address, node.newMailbox().address];
  expect(isMatching([one, P._], [one, 1])).toBe(true);
  expect(isMatching([one, P._], [other, 1])).toBe(false);
  expect(
    match<Address>(other)
      .with(one, () => 'one')
      .otherwise(() => 'other'),
  ).toBe('other');
});

test('an address of an earlier run of a node never means a process of this one', async () => {
  const earlier = startTestNode({ name: 'phoenix', creation: 1 });
  const { address: old } = earlier.newMailbox();
  await earlier.stop();
  const later = startTestNode({ name: 'phoenix', creation: 2 });
  const { address: fresh, mailbox } = later.newMailbox();
  expect([old.node, old.id]).toEqual([fresh.node, fresh.id]);
  expect(old).not.toBe(fresh);
  await later.run(() => send(old, 'for the dead'));
  expect(mailbox.messageCount).toBe(0);
});
