// Random programs of processes that act on each other. Processes are numbered, nodes too.
import fc from 'fast-check';

export const nodeCount = 3;
export const maxProcesses = 8;

export type Reason = 'normal' | 'kill' | 'boom' | 'shutdown';

/** What a process does. `to` is the number of a process, taken modulo how many there are. */
export type Act =
  | { readonly kind: 'link' | 'unlink' | 'monitor'; readonly to: number }
  | { readonly kind: 'demonitor'; readonly pick: number; readonly flush: boolean }
  | { readonly kind: 'trap'; readonly on: boolean }
  | { readonly kind: 'exit'; readonly to: number; readonly reason: Reason }
  | { readonly kind: 'end'; readonly reason: Reason }
  | { readonly kind: 'spawn'; readonly bond: 'none' | 'link' | 'monitor' }
  /** Messages, an exit signal in between if there is a reason, and more messages. */
  | { readonly kind: 'send'; readonly to: number; readonly count: number; readonly reason: Reason | undefined };

/** The process numbered `by`, modulo how many there are, acts. */
export interface Step {
  readonly by: number;
  readonly act: Act;
}

export interface Program {
  /** The nodes of the first processes. */
  readonly places: readonly number[];
  readonly steps: readonly Step[];
}

const to = fc.nat({ max: maxProcesses - 1 });
const reason = fc.constantFrom<Reason[]>('normal', 'kill', 'boom', 'shutdown');

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    arbitrary: fc.record({ kind: fc.constantFrom('link' as const, 'link' as const, 'unlink' as const), to }),
    weight: 6,
  },
  { arbitrary: fc.record({ kind: fc.constant('monitor' as const), to }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('demonitor' as const), pick: to, flush: fc.boolean() }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('trap' as const), on: fc.boolean() }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant('exit' as const), to, reason }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('end' as const), reason }), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant('spawn' as const),
      bond: fc.constantFrom('none' as const, 'link' as const, 'monitor' as const),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      to,
      count: fc.integer({ min: 1, max: 3 }),
      reason: fc.option(reason, { nil: undefined }),
    }),
    weight: 3,
  },
);

export const programs: fc.Arbitrary<Program> = fc.record({
  places: fc.array(fc.nat({ max: nodeCount - 1 }), { minLength: 2, maxLength: 5 }),
  steps: fc.array(fc.record({ by: to, act }), { maxLength: 20 }),
});
