/** gen_statem: what its functions take, and what they refuse. */
import { describe, expect, test } from 'vitest';
import { catchTerm, on, receive, register, self, spawn } from 'regent-otp';
import { genStatem, GenStatem, sys, type EventType } from 'regent-otp/behaviours';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';

const inProcess = (action: () => unknown) => () => startTestNode().run(action);

/** What TypeScript would refuse. */
const junk = (value: unknown): any => value;

/** Keeps who calls, and answers all at once when it is told to. */
class Gate extends GenStatem<'closed', readonly unknown[]> {
  callbackMode() {
    return 'handle_event_function' as const;
  }
  init() {
    return ['ok', 'closed', []] as const;
  }
  override handleEvent(type: EventType, content: unknown, _state: 'closed', waiting: readonly unknown[]): any {
    if (type[0] === 'call' && typeof type !== 'string')
      return ['keep_state', [...waiting, ['reply', type[1], content]]];
    genStatem.reply(junk(content === 'all' ? waiting : waiting[0]));
    return ['keep_state', content === 'all' ? [] : waiting.slice(1)];
  }
}

test(
  'replies are given one by one, or as a list',
  inProcess(async () => {
    const pid = pidOf(await genStatem.start(Gate, []));
    const answers = Promise.all([1, 2, 3].map((n) => genStatem.call(pid, n, 'infinity')));
    await sys.getState(pid);
    genStatem.cast(pid, 'one');
    genStatem.cast(pid, 'all');
    expect(await answers).toEqual([1, 2, 3]);
  }),
);

test(
  'a call may say how its timeout is to be cleaned up',
  inProcess(async () => {
    const pid = pidOf(await genStatem.start(Gate, []));
    for (const kind of ['clean_timeout', 'dirty_timeout'] as const) {
      const timeout = [kind, 1] as const;
      expect(await catchTerm(() => genStatem.call(pid, 'x', timeout))).toEqual([
        'EXIT',
        ['timeout', ['gen_statem', 'call', [pid, 'x', timeout]]],
      ]);
    }
  }),
);

describe('refused is', () => {
  test.each<[string, () => unknown, string]>([
    ['a call of no server', () => genStatem.call(junk(17), 'x'), 'call: server must be an Address'],
    ['a cast to no server', () => genStatem.cast(junk(17), 'x'), 'cast: server must be an Address'],
    ['a timeout that is none', () => genStatem.call('nobody', 'x', -1), 'timeout'],
    ['a name that is none', () => genStatem.start(junk(['near', 'x']), Gate, []), 'start: name must be'],
    ['a class that is none', () => genStatem.start(['local', 'x'], junk('Gate'), []), 'start: module must be a class'],
    ['no class to enter', () => genStatem.enterLoop(junk('Gate'), [], 's', 'd'), 'enterLoop: module must be a class'],
  ])('%s', async (_, call, problem) => {
    await inProcess(async () => {
      await expect((async () => call())()).rejects.toThrow(problem);
    })();
  });
});

test(
  'a machine that is not there is noproc to a call, and nothing to a cast',
  inProcess(async () => {
    expect(await catchTerm(() => genStatem.call('nobody', 'x'))).toEqual([
      'EXIT',
      ['noproc', ['gen_statem', 'call', ['nobody', 'x', 'infinity']]],
    ]);
    expect(genStatem.cast('nobody', 'x')).toBe('ok');
    register(
      'plain',
      spawn(() => receive(on('x', () => 'ok'))),
    );
    expect(genStatem.cast('plain', 'x')).toBe('ok');
    expect(self()).toBeDefined();
  }),
);
