import fc from 'fast-check';
import { down, on } from 'regent-otp';
import type { Clause } from 'regent-otp';
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { After } from '../../../lib/mailbox/clause.js';
import { Mailbox } from '../../../lib/mailbox/mailbox.js';
import { Incarnation } from '../../../lib/terms/incarnation.js';
import { eventuallyCollected, living } from '../../support/garbage.js';

const run = Incarnation.of('mailbox test', 1);
const refs = [1, 2, 3].map((id) => run.ref(id));
const [someRef, otherRef] = refs as [(typeof refs)[0], (typeof refs)[0]];

function filled(messages: Iterable<unknown>): Mailbox {
  const mailbox = new Mailbox();
  for (const message of messages) mailbox.push(message);
  return mailbox;
}

function take(mailbox: Mailbox, clauses: readonly Clause[], from = 0): readonly unknown[] {
  return mailbox.find(clauses, from) === undefined ? [] : [mailbox.takeFound()];
}

const pattern = (...patterns: unknown[]): Clause[] => patterns.map((each) => on(each as P.Pattern, () => undefined));

test('the first message in order of arrival that any clause matches is taken', () => {
  const mailbox = filled(['low', 'high', 'low']);
  expect(take(mailbox, pattern('high', 'low'))).toEqual(['low']);
  expect(take(mailbox, pattern('high', 'low'))).toEqual(['high']);
  expect(mailbox.toArray()).toEqual(['low']);
});

test('of the clauses that match a message the first one is given', () => {
  const clauses = [...pattern('b'), ...pattern('a'), ...pattern(P._)];
  expect(filled(['a']).find(clauses, 0)).toBe(clauses[1]);
  expect(filled(['x']).find(clauses, 0)).toBe(clauses[2]);
  expect(filled([...Array(100).keys(), 'b']).find([...pattern('a'), ...pattern('b')], 0)?.pattern).toBe('b');
});

test('what does not match keeps its place', () => {
  const mailbox = filled([1, 2, 'x', 3]);
  expect(take(mailbox, pattern('x'))).toEqual(['x']);
  expect(take(mailbox, pattern('x'))).toEqual([]);
  expect([mailbox.count, mailbox.toArray()]).toEqual([3, [1, 2, 3]]);
  expect([mailbox.shift(), mailbox.shift(), mailbox.shift(), mailbox.count]).toEqual([1, 2, 3, 0]);
});

test('undefined is a message like any other', () => {
  const mailbox = filled([undefined, [undefined, 1]]);
  expect(take(mailbox, pattern([undefined, P._]))).toEqual([[undefined, 1]]);
  expect(take(mailbox, pattern(undefined))).toEqual([undefined]);
});

test('a receive that has looked at everything goes on where it stopped', () => {
  const mailbox = filled(Array(10).fill('old'));
  const { end } = mailbox;
  mailbox.push('new');
  let looks = 0;
  const counting = [
    on(
      P._,
      () => ++looks < 0,
      () => undefined,
    ),
  ];
  expect(take(mailbox, counting, end)).toEqual([]);
  expect(looks).toBe(1);
});

test('removing takes out every message that a condition holds for', () => {
  const mailbox = filled([1, 2, 3, 4, 5]);
  mailbox.remove((message) => (message as number) % 2 === 1);
  expect([mailbox.count, mailbox.toArray()]).toEqual([2, [2, 4]]);
});

test('removing asks about messages only, also when the last one goes first', () => {
  const mailbox = filled(Array(3000).keys());
  for (let key = 1500; key < 3000; key++) take(mailbox, pattern(key));
  const asked: unknown[] = [];
  mailbox.remove((message) => asked.push(message) > 0);
  expect(asked).toEqual([...Array(1500).keys()]);
  expect(mailbox.count).toBe(0);
  mailbox.push('next');
  expect(take(mailbox, pattern('next'))).toEqual(['next']);
});

test('an emptied and a cleared mailbox can be used again', () => {
  const mailbox = filled(Array(2000).keys());
  mailbox.clear();
  expect([mailbox.count, mailbox.toArray()]).toEqual([0, []]);
  mailbox.push('again');
  expect(mailbox.shift()).toBe('again');
});

describe('a backlog of 100,000 messages', () => {
  const backlog = 100_000;
  const old = Array.from({ length: backlog }, (_, index) => ['old', index]);

  /** Patterns that count how often a message is compared with them. */
  function counted(tag: unknown): { readonly clauses: Clause[]; looks: number } {
    const counter = { looks: 0, clauses: [] as Clause[] };
    const look = () => ++counter.looks > 0;
    counter.clauses.push(on([tag as string, P._], look, () => undefined));
    return counter;
  }

  test('is not looked through for a message with another tag', () => {
    const mailbox = filled([...old, ['new', 1]]);
    const counter = counted('new');
    expect(take(mailbox, counter.clauses)).toEqual([['new', 1]]);
    expect(counter.looks).toBe(1);
  });

  test('is not looked through for the reply to a reference or the DOWN of a monitor', () => {
    const mailbox = filled([...old, [otherRef, 'no'], [someRef, 'reply'], ['DOWN', otherRef, 'process', 0, 'x']]);
    expect(take(mailbox, pattern([someRef, P._], down(someRef)))).toEqual([[someRef, 'reply']]);
    expect(take(mailbox, pattern([someRef, P._], down(someRef)))).toEqual([]);
    expect(take(mailbox, pattern(down(otherRef)))).toEqual([['DOWN', otherRef, 'process', 0, 'x']]);
    expect(take(mailbox, pattern([otherRef, P._]))).toEqual([[otherRef, 'no']]);
    expect(mailbox.count).toBe(backlog);
  });

  test('is looked through once for each message when nothing but a guard tells', () => {
    const mailbox = filled(old);
    const counter = counted('old');
    while (take(mailbox, counter.clauses).length > 0);
    expect(mailbox.count).toBe(0);
    expect(counter.looks).toBe(backlog);
  });

  // A guard counts the comparisons, and a getter on the ring is not to be had: the many empty places that the taken
  // messages leave behind would show as minutes.
  test.each([
    ['tags', pattern(['old', P._])],
    ['no tags', pattern([P.string, P.number])],
    [
      'guards',
      [
        on(
          ['old', P._],
          () => true,
          () => undefined,
        ),
      ],
    ],
  ])('drains in linear time behind a message that stays: %s', (_how, clauses) => {
    const mailbox = filled([['stuck'], ...old]);
    while (take(mailbox, clauses).length > 0);
    expect(mailbox.toArray()).toEqual([['stuck']]);
  });

  test('drains in linear time behind messages of the same tag that stay', () => {
    const mailbox = filled([['old', -1], ['old', -2], ['old', -3], ...old]);
    const clauses = [
      on(
        ['old', P.number],
        ([, number]) => number >= 0,
        () => undefined,
      ),
    ];
    while (take(mailbox, clauses).length > 0);
    expect(mailbox.toArray()).toEqual([
      ['old', -1],
      ['old', -2],
      ['old', -3],
    ]);
  });

  test('leaves a mailbox quick that a message stays in', () => {
    const mailbox = filled([['stuck'], ...old]);
    while (take(mailbox, pattern(['old', P._])).length > 0);
    for (let round = 0; round < 10_000; round++) {
      for (let index = 0; index < 40; index++) mailbox.push(['new', index]);
      for (let index = 0; index < 40; index++) take(mailbox, pattern(['new', index]));
    }
    expect(mailbox.toArray()).toEqual([['stuck']]);
  });

  test('in which each message has a tag of its own is drained from the back', () => {
    const mailbox = filled(Array(backlog).keys());
    for (let key = backlog - 1; key >= 0; key--) take(mailbox, pattern(key));
    expect(mailbox.count).toBe(0);
  });

  test('is not looked through by a receive that only sleeps', () => {
    const mailbox = filled(old);
    expect(mailbox.find([new After(10, () => undefined)], 0)).toBeUndefined();
  });
});

test('what was taken is garbage, also in a long mailbox that is looked up by tags', async () => {
  const mailbox = new Mailbox();
  const taken: WeakRef<object>[] = [];
  const push = (message: object) => {
    mailbox.push(message);
    taken.push(new WeakRef(message));
  };
  for (let index = 0; index < 1000; index++) {
    mailbox.push(['stays', index]);
    push({ index });
    push([{ index }]);
  }
  take(mailbox, pattern('missing'));
  while (take(mailbox, pattern({ index: P._ }, [{ index: P._ }])).length > 0);
  expect(await eventuallyCollected(() => living(taken) === 0)).toBe(true);
  expect(mailbox.count).toBe(1000);
});

// The model: an array that every receive looks through from its beginning.

interface Waiting {
  readonly clauses: readonly Clause[];
  from: number;
}

const messageOf = fc.oneof(
  fc.constantFrom<unknown>('a', 'b', 1, NaN, undefined, null, true, [], ['a'], { kind: 'plain' }, [['nested'], 1]),
  fc.tuple(fc.constantFrom('a', 'b', 'EXIT'), fc.integer({ min: 0, max: 3 })),
  fc.tuple(fc.constantFrom(...refs), fc.integer({ min: 0, max: 3 })),
  fc.tuple(
    fc.constantFrom('DOWN', 'down'),
    fc.constantFrom(...refs),
    fc.constant('process'),
    fc.constant(0),
    fc.nat(3),
  ),
);

const even = (message: unknown) => ((message as readonly unknown[])[1] as number) % 2 === 0;

const clauseOf = fc
  .oneof(
    fc.constantFrom<unknown>(
      'a',
      1,
      NaN,
      undefined,
      null,
      P._,
      P.string,
      [],
      { kind: 'plain' },
      [P._, 2],
      [P.string, P._],
    ),
    fc.constantFrom('a', 'b', 'EXIT').map((tag) => [tag, P._]),
    fc.constantFrom('a', 'b').map((tag) => [tag, ...P.array()]),
    fc.constantFrom(...refs).map((ref) => [ref, P._]),
    fc.constantFrom(...refs).map((ref) => down(ref)),
    fc.constant(['DOWN', P._, 'process', P._, P._]),
  )
  .chain((each) =>
    fc.boolean().map((guarded) => ({ each, guarded: guarded && Array.isArray(each) && each.length > 1 })),
  )
  .map(({ each, guarded }) =>
    guarded ? on(each as P.Pattern, even as () => boolean, () => undefined) : pattern(each)[0]!,
  );

type Operation =
  | readonly ['push', readonly unknown[]]
  | readonly ['shift', number]
  | readonly ['take' | 'wait', readonly Clause[]]
  | readonly ['serve', number]
  | readonly ['remove', Clause]
  | readonly ['clear'];

const operationOf: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constant('push' as const), fc.array(messageOf, { maxLength: 50 })) },
  { weight: 12, arbitrary: fc.tuple(fc.constant('push' as const), fc.tuple(messageOf)) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('push' as const),
      fc.tuple(messageOf, fc.nat(1500)).map(([message, times]) => Array<unknown>(times).fill(message)),
    ),
  },
  { weight: 4, arbitrary: fc.tuple(fc.constant('shift' as const), fc.nat(60)) },
  {
    weight: 16,
    arbitrary: fc.tuple(
      fc.constantFrom('take' as const, 'wait' as const),
      fc.array(clauseOf, { minLength: 1, maxLength: 3 }),
    ),
  },
  { weight: 12, arbitrary: fc.tuple(fc.constant('serve' as const), fc.nat(5)) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('remove' as const), clauseOf) },
  { weight: 1, arbitrary: fc.constant(['clear'] as const) },
);

class Model {
  readonly real = new Mailbox();
  messages: unknown[] = [];
  waiting: Waiting[] = [];

  perform(operation: Operation): void {
    switch (operation[0]) {
      case 'push':
        for (const message of operation[1]) this.real.push(message);
        this.messages.push(...operation[1]);
        break;
      case 'shift':
        for (let times = operation[1]; times > 0 && this.messages.length > 0; times--) {
          expect(this.real.shift()).toBe(this.messages.shift());
        }
        break;
      case 'take':
        this.#take(operation[1], 0);
        break;
      case 'wait':
        this.#wait({ clauses: operation[1], from: 0 });
        break;
      case 'serve':
        this.#serve(operation[1]);
        break;
      case 'remove':
        this.real.remove((message) => operation[1].matches(message));
        this.messages = this.messages.filter((message) => !operation[1].matches(message));
        break;
      case 'clear':
        this.real.clear();
        this.messages = [];
    }
    expect(this.real.count).toBe(this.messages.length);
    expect(this.real.toArray()).toEqual(this.messages);
  }

  #serve(which: number): void {
    const waiting = this.waiting[which];
    if (waiting === undefined) return;
    this.waiting = this.waiting.filter((other) => other !== waiting);
    this.#wait(waiting);
  }

  // What a waiting receive has looked at does not match, so it must find what a receive that looks at everything finds.
  #wait(waiting: Waiting): void {
    if (this.#take(waiting.clauses, waiting.from)) return;
    waiting.from = this.real.end;
    this.waiting.push(waiting);
  }

  #take(clauses: readonly Clause[], from: number): boolean {
    const index = this.messages.findIndex((message) => clauses.some((clause) => clause.matches(message)));
    const clause = this.real.find(clauses, from);
    if (index < 0) {
      expect(clause).toBeUndefined();
      return false;
    }
    const message = this.messages[index];
    expect(clause).toBe(clauses.find((each) => each.matches(message)));
    expect(this.real.takeFound()).toBe(message);
    this.messages.splice(index, 1);
    return true;
  }
}

test('a mailbox does what an array does that every receive looks through', () => {
  fc.assert(
    fc.property(fc.array(operationOf, { maxLength: 60 }), (operations) => {
      const model = new Model();
      for (const operation of operations) model.perform(operation);
    }),
    { numRuns: 500 },
  );
});
