// Looks that follow each other.
import { expect, test } from 'vitest';
import { pollingDiscovery } from '../../../../lib/cluster/discovery/polling.js';
import { eventually } from '../../../support/eventually.js';
import { watched } from './watched.js';

/** A discovery that finds nobody, and the signals that its looks were given. */
function looking() {
  const signals: AbortSignal[] = [];
  const look = (signal: AbortSignal) => {
    signals.push(signal);
    return signals.length < 3 ? Promise.resolve([]) : new Promise<never>(() => undefined);
  };
  return { signals, ...watched(pollingDiscovery(() => ({ interval: 1000, look }), false)) };
}

test('each look has a signal of its own, and the one under way is given up when it is stopped', async () => {
  const { signals, clock, discovering } = looking();
  for (const looks of [1, 2]) {
    await eventually(() => clock.pending === 1);
    expect(signals).toHaveLength(looks);
    clock.advance(1000);
  }
  expect(new Set(signals).size).toBe(3);
  discovering.stop();
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, true]);
});
