import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addRestart, countRestarts, type Restarts } from '../../../supervisors/rules/intensity.js';

test('restarts of one second are one entry', () => {
  const restarts = [1, 1, 1, 2].reduce<Restarts>((noted, second) => addRestart(noted, second, 5), []);
  expect(restarts).toEqual([
    [2, 1],
    [1, 3],
  ]);
});

test('exactly the restarts of the period are counted, whatever their times', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 6 }), (steps, period) => {
      let now = 0;
      let noted: Restarts = [];
      const times: number[] = [];
      for (const step of steps) {
        now += step;
        times.push(now);
        noted = addRestart(noted, now, period);
        const threshold = now - period;
        expect(countRestarts(noted)).toBe(times.filter((time) => time >= threshold).length);
        expect(noted.length).toBeLessThanOrEqual(period + 1);
      }
    }),
    { numRuns: 2000 },
  );
});
