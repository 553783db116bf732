/** Supervised handlers: the process that added one hears of its end, and takes it along. */
import { describe, expect, test } from 'vitest';
import { error, exit, on, processInfo, receive, self, send, spawn, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { genEvent } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { startTestNode } from '../../support/startTestNode.js';
import { manager, Recorder, type Recorded } from './recorder.js';

const recorded = (tag: unknown, more: Partial<Recorded> = {}): Recorded => ({ tag, owner: self(), ...more });
const notice = () => receive(on(['gen_event_EXIT', P._, P._], (message) => message));

/** Runs a test with a manager that has one supervised handler. */
const supervising = (more: Partial<Recorded>, test: (pid: Address) => Promise<void>) => () =>
  startTestNode().run(async () => {
    const pid = await manager();
    expect(await genEvent.addSupHandler(pid, [Recorder, 1], recorded('a', more))).toBe('ok');
    await test(pid);
  });

describe('the notice of a handler', () => {
  const handler = [Recorder, 1] as const;

  test(
    'that is deleted says normal',
    supervising({}, async (pid) => {
      await genEvent.deleteHandler(pid, handler, 'x');
      expect(await notice()).toEqual(['gen_event_EXIT', handler, 'normal']);
    }),
  );

  test(
    'that removes itself says normal',
    supervising({ event: () => 'remove_handler' }, async (pid) => {
      genEvent.notify(pid, 'e');
      expect(await notice()).toEqual(['gen_event_EXIT', handler, 'normal']);
    }),
  );

  test(
    'of a manager that ends says shutdown, whatever ends it',
    supervising({}, async (pid) => {
      await genEvent.stop(pid, 'why');
      expect(await notice()).toEqual(['gen_event_EXIT', handler, 'shutdown']);
    }),
  );

  test(
    'that exits says so',
    supervising({ call: () => exit('quit') }, async (pid) => {
      expect(await genEvent.call(pid, handler, 'q')).toEqual(['error', ['EXIT', 'quit']]);
      expect(await notice()).toEqual(['gen_event_EXIT', handler, ['EXIT', 'quit']]);
    }),
  );

  test(
    'that raises an error has its stack',
    supervising({ event: () => error('oops') }, async (pid) => {
      genEvent.notify(pid, 'e');
      expect(await notice()).toEqual(['gen_event_EXIT', handler, ['EXIT', ['oops', expect.any(Error)]]]);
    }),
  );

  test(
    'that returns something else says what',
    supervising({ info: () => ['junk'] }, async (pid) => {
      send(pid, 'hello');
      expect(await notice()).toEqual(['gen_event_EXIT', handler, ['junk']]);
    }),
  );

  test(
    'that returns normal where it must not says just that',
    supervising({ event: () => 'normal' }, async (pid) => {
      genEvent.notify(pid, 'e');
      expect(await notice()).toEqual(['gen_event_EXIT', handler, 'normal']);
    }),
  );

  test(
    'that is swapped names the new one and its supervisor, who is the same',
    supervising({}, async (pid) => {
      await genEvent.swapHandler(pid, [handler, 'x'], [[Recorder, 2], recorded('b')]);
      expect(await notice()).toEqual(['gen_event_EXIT', handler, ['swapped', [Recorder, 2], self()]]);
      await genEvent.deleteHandler(pid, [Recorder, 2], 'x');
      expect(await notice()).toEqual(['gen_event_EXIT', [Recorder, 2], 'normal']);
    }),
  );

  test(
    'that another process swaps names that process, which supervises the new one',
    supervising({}, async (pid) => {
      const me = self();
      const other = spawn(async () => {
        await genEvent.swapSupHandler(pid, [handler, 'x'], [Recorder, recorded('b')]);
        send(me, ['other got', await notice()]);
      });
      expect(await notice()).toEqual(['gen_event_EXIT', handler, ['swapped', Recorder, other]]);
      await genEvent.deleteHandler(pid, Recorder, 'x');
      const heard = await receive(on(['other got', P._], ([, message]) => message));
      expect(heard).toEqual(['gen_event_EXIT', Recorder, 'normal']);
    }),
  );

  test(
    'that swaps itself for one that does not start comes twice',
    supervising(
      {
        call: (_, state) => [
          'swap_handler',
          'reply',
          'arg',
          state,
          Recorder,
          { ...state, init: () => ['ok', 1, 'hibernate'] },
        ],
      },
      async (pid) => {
        // Unlike after `addHandler`, hibernation is not among what `init` may ask for here.
        expect(await genEvent.call(pid, handler, 'q')).toBe('reply');
        expect(await notice()).toEqual(['gen_event_EXIT', handler, ['swapped', Recorder, self()]]);
        expect(await notice()).toEqual(['gen_event_EXIT', Recorder, 'crash']);
        expect(await genEvent.whichHandlers(pid)).toEqual([]);
      },
    ),
  );
});

describe('the end of the process that added a handler', () => {
  test.each(['normal', 'kill', ['shutdown', 'x']])('removes it: %j', async (reason) => {
    await startTestNode().run(async () => {
      const pid = await manager();
      const me = self();
      const adder = spawn(async () => {
        await genEvent.addSupHandler(pid, [Recorder, 1], { tag: 'a', owner: me });
        await genEvent.addSupHandler(pid, [Recorder, 2], { tag: 'b', owner: me });
        send(me, 'added');
        await receive(on('end', () => exit(reason)));
      });
      await receive(on('added', () => undefined));
      await genEvent.addHandler(pid, Recorder, recorded('mine'));
      const ended = endOf(adder);
      send(adder, 'end');
      await ended;
      expect(await genEvent.whichHandlers(pid)).toEqual([Recorder]);
      const heard = [];
      for (let left = 3; left > 0; left--) {
        heard.push(await receive(on([P._, P.union('terminate', 'info'), P._], (message) => message)));
      }
      expect(heard).toEqual([
        ['b', 'terminate', ['stop', reason]],
        ['a', 'terminate', ['stop', reason]],
        ['mine', 'info', ['EXIT', adder, reason]],
      ]);
    });
  });

  test('before the manager could link removes it, too', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      const me = self();
      const adder = spawn(() => {
        void genEvent.addSupHandler(pid, Recorder, { tag: 'a', owner: me });
      });
      await endOf(adder);
      expect(await receive(on(['a', 'terminate', P._], ([, , arg]) => arg))).toEqual(['stop', expect.any(String)]);
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
    });
  });
});

test('a manager that ends unlinks itself from those it heard of', async () => {
  await startTestNode().run(async () => {
    const pid = await manager();
    await genEvent.addSupHandler(pid, Recorder, recorded('a'));
    expect(processInfo(self(), 'links')).toEqual(['links', [pid]]);
    await genEvent.stop(pid, 'why');
    expect(processInfo(self(), 'links')).toEqual(['links', []]);
  });
});

test('in plain code there is nobody to supervise', async () => {
  const node = startTestNode();
  const pid = await node.run(manager);
  await expect(genEvent.addSupHandler(pid, Recorder, { tag: 'a', owner: pid })).rejects.toThrow('node.run');
  await expect(genEvent.swapSupHandler(pid, [Recorder, 1], [Recorder, 2])).rejects.toThrow('node.run');
});
