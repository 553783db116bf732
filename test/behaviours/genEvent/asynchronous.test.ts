/** Callbacks that return promises: nothing else happens in the manager before they are done. */
import { describe, expect, test } from 'vitest';
import { catchTerm, exit, on, receive, self, send, type Address } from 'regent-otp';
import { genEvent } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { manager, Recorder, type Recorded } from './recorder.js';

/** Waits for a message to the manager, and then gives something. */
const afterGo = (result: unknown) => receive(on('go', () => result));

const add = (pid: Address, tag: string, more: Partial<Recorded> = {}) =>
  genEvent.addHandler(pid, [Recorder, tag], { tag, owner: self(), ...more });

const told = () => waiting().filter((message) => (message as readonly unknown[])[1] !== 'init');

test('the older handlers and the next event wait', async () => {
  await startTestNode().run(async () => {
    const pid = await manager();
    await add(pid, 'old');
    await add(pid, 'new', { event: (_, state) => afterGo(['ok', state]) });
    genEvent.notify(pid, 1);
    const second = genEvent.syncNotify(pid, 2);
    expect(told()).toEqual([['new', 'event', 1]]);
    send(pid, 'go');
    send(pid, 'go');
    expect(await second).toBe('ok');
    expect(told()).toEqual([
      ['new', 'event', 1],
      ['old', 'event', 1],
      ['new', 'event', 2],
      ['old', 'event', 2],
    ]);
  });
});

test('every callback may be asynchronous', async () => {
  await startTestNode().run(async () => {
    const pid = await manager();
    const later = (result: unknown) => Promise.resolve(result);
    const state = (tag: string, more: Partial<Recorded> = {}): Recorded => ({ tag, owner: self(), ...more });
    const installed = state('B', { event: () => later('remove_handler') });
    const b = state('b', { init: () => later(['ok', installed]) });
    const call = (_: unknown, s: Recorded) => later(['swap_handler', 'reply', 'arg', s, [Recorder, 'b'], b]);
    const a = state('a', { terminate: () => later('result'), call, info: (_, s) => later(['ok', { ...s, tag: 'A' }]) });
    await genEvent.addHandler(pid, Recorder, { ...a, init: () => later(['ok', a]) });
    send(pid, 'hello');
    expect(await genEvent.call(pid, Recorder, 'q')).toBe('reply');
    expect(await genEvent.whichHandlers(pid)).toEqual([[Recorder, 'b']]);
    await genEvent.syncNotify(pid, 'e');
    expect(await genEvent.whichHandlers(pid)).toEqual([]);
    expect(waiting()).toEqual([
      ['a', 'init', undefined],
      ['a', 'info', 'hello'],
      ['A', 'terminate', 'arg'],
      ['b', 'init', 'result'],
      ['B', 'event', 'e'],
      ['B', 'terminate', 'remove_handler'],
    ]);
  });
});

describe('a manager that is killed meanwhile', () => {
  test('calls nobody any more', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      let settle: () => void = () => undefined;
      const outside = new Promise((resolve) => (settle = () => resolve(['ok', 'state'])));
      await add(pid, 'old');
      await add(pid, 'new', { event: () => outside });
      genEvent.notify(pid, 'e');
      const ended = endOf(pid);
      exit(pid, 'kill');
      expect(await ended).toBe('killed');
      settle();
      await outside;
      await Promise.resolve();
      expect(told()).toEqual([['new', 'event', 'e']]);
    });
  });

  test('in its last callbacks ends at once', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      await add(pid, 'old');
      await add(pid, 'new', { terminate: () => afterGo('x') });
      const stopped = catchTerm(() => genEvent.stop(pid));
      expect(told()).toEqual([['new', 'terminate', 'stop']]);
      exit(pid, 'kill');
      expect(await stopped).toEqual(['EXIT', 'killed']);
      expect(told()).toEqual([['new', 'terminate', 'stop']]);
    });
  });
});
