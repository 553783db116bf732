// Errors that the lines of a shell leave behind.
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ShellReach } from '../../../lib/cluster/shell/shellReach.js';
import { startTestNode } from '../../support/startTestNode.js';

/** What Node.js does when nobody has caught an error in a callback. */
const nobodyCaught = (error: unknown): boolean => process.emit('uncaughtException', error as Error);

test('they are errors of the shell while it is open', () => {
  startTestNode();
  const reach = new ShellReach();
  const seen: unknown[] = [];
  reach.on('error', (error) => seen.push(error));
  expect(reach.bind((error) => nobodyCaught(error))('oops')).toBe(true);
  expect(seen).toEqual(['oops']);
});

test.each([[new Error('oops')], ['oops']])('they are warnings afterwards: %o', async (error) => {
  startTestNode();
  const reach = new ShellReach();
  reach.on('error', () => expect.fail('the shell has ended'));
  reach.end();
  const warned = once(process, 'warning');
  reach.bind(() => nobodyCaught(error))();
  const [{ message }] = (await warned) as [Error];
  expect(message).toBe('oops');
});
