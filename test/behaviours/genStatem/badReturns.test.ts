// What a gen_statem must not return ends it, with OTP's reason that shows it. The replies before it have gone out.
import { describe, expect, test } from 'vitest';
import { catchTerm, down, monitor, on, receive, startNode, type From } from 'regent-otp';
import { genStatem, GenStatem, type EventType, type StatemResult } from 'regent-otp/behaviours';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';

type Request = readonly ['actions' | 'replies', unknown] | readonly ['result', unknown] | 'are you there';

/** Replies 'first' and does the actions that it is asked for, ends with the replies, or returns the result. */
class Obedient extends GenStatem<'a', number> {
  callbackMode() {
    return 'handle_event_function' as const;
  }
  init() {
    return ['ok', 'a', 0] as const;
  }
  override handleEvent(type: EventType, content: unknown) {
    if (!Array.isArray(type)) return 'keep_state_and_data' as const;
    const [, from] = type as readonly ['call', From];
    const request = content as Request;
    if (request === 'are you there') return ['keep_state_and_data', ['reply', from, 'yes']] as never;
    const [kind, term] = request;
    if (kind === 'result') return term as never;
    const actions = [['reply', from, 'first'], ...(term as readonly unknown[])];
    const result = kind === 'actions' ? ['keep_state', 0, actions] : ['stop_and_reply', 'bye', actions];
    return result as unknown as StatemResult<'a', number>;
  }
}

/** What a machine answers, and with which reason, without its stack, it ends. */
async function outcomeOf(request: Request): Promise<readonly [reply: unknown, reason: unknown]> {
  return startTestNode().run(async () => {
    const pid = pidOf(await genStatem.start(Obedient, undefined));
    const ref = monitor('process', pid);
    const reply = await catchTerm(() => genStatem.call(pid, request));
    const reason = await receive(on(down(ref), ([, , , , reason]) => reason as readonly unknown[]));
    return [Array.isArray(reply) ? reply[0] : reply, Array.isArray(reason[1]) ? reason[0] : reason];
  });
}

describe('an action', () => {
  test.each([
    [['state_timeout', 10]],
    [['state_timeout', 10, 'x', ['junk']]],
    [['state_timeout', 10, 'x', [['abs', 1]]]],
    [['state_timeout', 10, 'x', 'junk']],
    [['state_timeout', 10, 'x', [], 1]],
    [['state_timeout', 'cancel', 'x']],
    [['state_timeout', 'update']],
    [['timeout', 5]],
    [['timeout', 'x', 'y']],
    [['state_timeout', -1, 'x']],
    [-1],
    [1.5],
    [['postpone', 1]],
    [['hibernate', 'x']],
    [['next_event', 'junk', 1]],
    [['next_event', ['call', 'x'], 1]],
    ['pop_callback_module'],
    ['junk'],
    [['reply', 'x', 'y']],
  ])('%j is none', async (action) => {
    expect(await outcomeOf(['actions', [action]])).toEqual(['first', ['bad_action_from_state_function', action]]);
  });

  test.each([
    [['state_timeout', 10_000, 'x', [['abs', true]]]],
    [['state_timeout', 10_000, 'x', ['abs', false]]],
    [['state_timeout', 10_000, 'x', []]],
    [['state_timeout', 'infinity', 'x']],
    [['state_timeout', -1, 'x', [['abs', true]]]],
    [['state_timeout', 'update', 'y']],
    [['timeout', 'cancel']],
    [[['timeout', 'name'], 10_000, 'z']],
    [[['timeout', 'name'], 'cancel']],
    ['infinity'],
  ])('%j is one', async (action) => {
    await startTestNode().run(async () => {
      const pid = pidOf(await genStatem.start(Obedient, undefined));
      expect(await genStatem.call(pid, ['actions', [action]])).toBe('first');
      expect(await genStatem.call(pid, 'are you there')).toBe('yes');
    });
  });

  test.each([['hibernate'], [['state_timeout', 1, 'x']], [['reply', 'x', 'y']], ['junk'], ['postpone']])(
    '%j is no reply to stop with',
    async (action) => {
      const reason = ['bad_reply_action_from_state_function', action];
      expect(await outcomeOf(['replies', [action]])).toEqual(['first', reason]);
    },
  );
});

test.each([
  ['junk'],
  [['next_state', 'b']],
  [['stop', 'a', 'b', 'c']],
  [['keep_state']],
  [['stop_and_reply', 'bye']],
  [['keep_state_and_data', [], 1]],
  [['repeat_state_and_data', 'postpone', 'x']],
  [undefined],
])('%j is nothing that a callback returns', async (result) => {
  expect(await outcomeOf(['result', result])).toEqual(['EXIT', ['bad_return_from_state_function', result]]);
});

test.each([
  [['stop_and_reply', 'bye', 'junk'], 'bad_reply_action_from_state_function'],
  [['next_state', 'a', 1, 'junk'], 'bad_action_from_state_function'],
])('a single action may stand for a list, but must be one: %j', async (result, what) => {
  expect(await outcomeOf(['result', result])).toEqual(['EXIT', [what, 'junk']]);
});

test.each([
  ['junk', 'junk'],
  ['an answer without data', ['ok', 'a']],
  ['too much', ['ok', 'a', 1, [], 2]],
  ['nothing', undefined],
])('an init that returns %s does not start it', async (_what, result) => {
  class Bad extends GenStatem<'a', number> {
    callbackMode() {
      return 'handle_event_function' as const;
    }
    init() {
      return result as never;
    }
  }
  const node = startNode();
  expect(await node.run(() => genStatem.start(Bad, undefined))).toEqual(['error', ['bad_return_from_init', result]]);
  await node.stop();
});

test.each([[['junk']], ['junk'], [['handle_event_function', 'state_functions']], [[]], [undefined]])(
  'a callback mode %j is none, and ends it after its start',
  async (mode) => {
    class Bad extends GenStatem<'a', number> {
      callbackMode() {
        return mode as never;
      }
      init() {
        return ['ok', 'a', 0] as const;
      }
    }
    await startTestNode().run(async () => {
      const [, [pid, ref]] = (await genStatem.startMonitor(Bad, undefined)) as ['ok', [never, never]];
      expect(pid).toBeDefined();
      const reason = await receive(on(down(ref), ([, , , , reason]) => reason as readonly unknown[]));
      expect(reason[0]).toEqual(['bad_return_from_callback_mode', mode]);
    });
  },
);
