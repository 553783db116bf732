// What the model and the real supervisors are both made from: a tree of supervisors and workers.
import fc from 'fast-check';

export type Restart = 'permanent' | 'transient' | 'temporary';

interface Common {
  readonly id: string;
  readonly restart: Restart;
  /** Only of children that are not permanent, under a supervisor that minds. */
  readonly significant: boolean;
}

export interface WorkerSpec extends Common {
  readonly kind: 'worker';
  /** Whether the first, second ... start succeeds; those after the last one do. */
  readonly starts: readonly boolean[];
}

export interface SupSpec extends Common {
  readonly kind: 'supervisor';
  readonly strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one';
  readonly intensity: number;
  readonly autoShutdown: 'never' | 'any_significant' | 'all_significant';
  readonly children: readonly TreeSpec[];
}

export type TreeSpec = WorkerSpec | SupSpec;

export type Command =
  | { readonly kind: 'end'; readonly pick: number; readonly reason: 'normal' | 'shutdown' | 'boom' | 'kill' }
  | { readonly kind: 'terminate' | 'restart' | 'delete'; readonly pick: number }
  | { readonly kind: 'start'; readonly pick: number; readonly restart: Restart }
  | { readonly kind: 'wait'; readonly seconds: number };

const restart = fc.constantFrom<Restart[]>('permanent', 'transient', 'temporary');

const worker = fc.record({
  kind: fc.constant('worker' as const),
  restart,
  significant: fc.boolean(),
  // The very first start of the tree should succeed as a rule, or there is nothing to see.
  starts: fc.array(fc.boolean(), { maxLength: 3 }).map((rest) => [true, ...rest]),
});

/** A supervisor with children down to a depth. */
function supervisor(depth: number): fc.Arbitrary<SupSpec> {
  const child: fc.Arbitrary<Omit<TreeSpec, 'id'>> =
    depth === 0 ? worker : fc.oneof({ arbitrary: worker, weight: 3 }, { arbitrary: supervisor(depth - 1), weight: 1 });
  return fc
    .record({
      kind: fc.constant('supervisor' as const),
      restart,
      significant: fc.boolean(),
      strategy: fc.constantFrom('one_for_one' as const, 'one_for_all' as const, 'rest_for_one' as const),
      intensity: fc.integer({ min: 0, max: 4 }),
      autoShutdown: fc.constantFrom(
        'never' as const,
        'never' as const,
        'any_significant' as const,
        'all_significant' as const,
      ),
      children: fc.array(child, { minLength: depth === 2 ? 1 : 0, maxLength: 4 }),
    })
    .map((sup) => ({ ...sup, id: 'top', children: sup.children.map((spec, index) => named(spec, index, sup)) }));
}

/** Children have ids, and are significant only where that makes sense. */
function named(spec: Omit<TreeSpec, 'id'>, index: number, sup: Pick<SupSpec, 'autoShutdown'>): TreeSpec {
  const significant = spec.significant && spec.restart !== 'permanent' && sup.autoShutdown !== 'never';
  return { ...spec, id: `c${index}`, significant } as TreeSpec;
}

export const trees: fc.Arbitrary<SupSpec> = supervisor(2);

const pick = fc.nat({ max: 100 });

const end = fc.record({
  kind: fc.constant('end' as const),
  pick,
  reason: fc.constantFrom('normal' as const, 'shutdown' as const, 'boom' as const, 'boom' as const, 'kill' as const),
});

export const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    { arbitrary: end, weight: 5 },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('terminate' as const, 'restart' as const, 'delete' as const),
        pick,
      }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: fc.constant('start' as const), pick, restart }), weight: 1 },
    { arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 3, 6) }), weight: 1 },
  ),
  { maxLength: 12 },
);
