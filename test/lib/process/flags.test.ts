// Flags of a process.
import { processFlag, processInfo, self, spawnLink } from 'regent-otp';
import { expect, test } from 'vitest';
import { startTestNode } from '../../support/startTestNode.js';

const flag = processFlag as (flag: string, value: unknown) => unknown;

test.each([
  ['priority', 'normal', 'high'],
  ['message_queue_data', 'on_heap', 'off_heap'],
  ['min_heap_size', 233, 1000],
  ['min_bin_vheap_size', 46_422, 50_000],
  ['fullsweep_after', 65_535, 10],
  ['save_calls', 0, 5],
  ['async_dist', false, true],
  ['sensitive', false, true],
  ['trap_exit', false, true],
])('%s is %j as in OTP at first, and gives back what was set', async (name, first, second) => {
  await startTestNode().run(() => {
    expect(flag(name, second)).toBe(first);
    expect(flag(name, first)).toBe(second);
  });
});

test('they are those of one process, and processInfo tells them', async () => {
  await startTestNode().run(() => {
    const other = spawnLink(() => new Promise(() => undefined));
    processFlag('priority', 'max');
    processFlag('message_queue_data', 'off_heap');
    expect(processInfo(self(), ['priority', 'message_queue_data'])).toEqual([
      ['priority', 'max'],
      ['message_queue_data', 'off_heap'],
    ]);
    expect(processInfo(other, 'priority')).toEqual(['priority', 'normal']);
  });
});

test.each<readonly [string, unknown, string]>([
  ['trap_exit', 1, 'value must be true or false, not 1'],
  ['priority', 'urgent', "value must be 'low', 'normal', 'high', 'max', not 'urgent'"],
  ['min_heap_size', -1, 'value must be an integer of 0 or more, not -1'],
  ['sensitive', 'yes', "value must be true or false, not 'yes'"],
  ['constructor', 1, 'flag must be trap_exit, priority'],
])('%s cannot be %j', async (name, value, problem) => {
  await startTestNode().run(() => {
    expect(() => flag(name, value)).toThrow(problem);
  });
});
