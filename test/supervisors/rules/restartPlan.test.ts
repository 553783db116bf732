import fc from 'fast-check';
import { expect, test } from 'vitest';
import { restartPlan } from '../../../supervisors/rules/restartPlan.js';

const strategies = ['one_for_one', 'one_for_all', 'rest_for_one'] as const;
const restarts = ['permanent', 'transient', 'temporary'] as const;

interface Child {
  readonly id: number;
  readonly spec: { readonly restart: (typeof restarts)[number] };
}

const children: fc.Arbitrary<readonly Child[]> = fc
  .array(fc.constantFrom(...restarts), { minLength: 1, maxLength: 8 })
  .map((kinds) => kinds.map((restart, id) => ({ id, spec: { restart } })));

test.each(strategies)(
  '%s: children are stopped in reverse order, those that come back started in order',
  (strategy) => {
    fc.assert(
      fc.property(children, fc.nat(), (all, pick) => {
        const ended = all[pick % all.length]!;
        const { stop, forget, start } = restartPlan(strategy, all, ended);
        const isConcerned = ({ id }: Child): boolean =>
          id === ended.id || strategy === 'one_for_all' || (strategy === 'rest_for_one' && id > ended.id);
        expect(stop).toEqual(all.filter((child) => isConcerned(child) && child !== ended).reverse());
        expect(forget).toEqual(stop.filter(({ spec }) => spec.restart === 'temporary').reverse());
        expect(start).toEqual(all.filter((child) => isConcerned(child) && !forget.includes(child)));
      }),
      { numRuns: 2000 },
    );
  },
);
