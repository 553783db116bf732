/** What ets has beyond Erlang's; what it has in common is in test/conformance/own/areas/own_ets.ts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ErlangError, on, receive, self, send, spawn, type MessageMode } from 'regent-otp';
import { ets, type EtsTable, type MatchSpec } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import { startTestNode } from '../../support/startTestNode.js';

interface Session {
  readonly id: string;
  readonly user: string;
  readonly hits: number;
}

const ann: Session = { id: 's1', user: 'ann', hits: 1 };
const bob: Session = { id: 's2', user: 'bob', hits: 5 };

const inProcess = <T>(fun: () => T | PromiseLike<T>, messages: MessageMode = 'frozen') =>
  startTestNode({ messages }).run(fun);

test('objects can be records: the key is a field, and a pattern names the fields it wants', () =>
  inProcess(() => {
    const sessions = ets.new<Session>('sessions', [['keypos', 'id']]);
    ets.insert(sessions, ann, bob);
    expect(ets.lookup(sessions, 's1')).toEqual([ann]);
    expect(ets.match(sessions, { user: '$1', hits: 5 })).toEqual([['bob']]);
    expect(ets.matchObject(sessions, { id: 's2' })).toEqual([bob]);
    expect(ets.updateCounter(sessions, 's2', ['hits', 1])).toBe(6);
    expect(ets.updateElement(sessions, 's2', ['user', 'eve'])).toBe(true);
    expect(ets.lookupElement(sessions, 's2', 'user')).toBe('eve');
    expect(ets.select(sessions, [[{ user: '$1', hits: '$2' }, [['>', '$2', 5]], [[['$1', '$2']]]]])).toEqual([
      ['eve', 6],
    ]);
    expect(() => ets.insert(sessions, ['s3', 'tuple', 1] as never)).toThrow("must be a record with 'id'");
  }));

test('a table knows the type of its objects, also by its name', () =>
  inProcess(() => {
    const sessions: EtsTable<Session> = 'sessions';
    ets.new('sessions', ['named_table', ['keypos', 'id']]);
    ets.insert(sessions, ann);
    // @ts-expect-error -- a field is missing
    ets.insert(sessions, { id: 's9' });
    const [found] = ets.lookup(sessions, 's1');
    expect(found?.user.toUpperCase()).toBe('ANN');
  }));

test('a specification made of clauses knows the type of its results', () =>
  inProcess(() => {
    const table = ets.new<readonly [string, number]>('t', ['ordered_set']);
    ets.insert(table, ['a', 1], ['b', 2]);
    const names: readonly string[] = ets.select(table, ets.fun2ms(on([P.string, P.number.gt(1)], ([name]) => name)));
    expect(names).toEqual(['b']);
    expect(ets.selectCount(table, ets.fun2ms(on(P._, () => true)))).toBe(2);
  }));

test.each(['frozen', 'cloned'] as const)('nobody changes what is in a table: %s', (messages) =>
  inProcess(() => {
    const table = ets.new('t', []);
    const mine = { list: [1] };
    ets.insert(table, ['k', mine]);
    const tamper = (term: { list: number[] }) => term.list.push(2);
    const found = () => (ets.lookup(table, 'k')[0] as unknown as readonly [string, { list: number[] }])[1];
    if (messages === 'frozen') {
      expect(() => tamper(mine)).toThrow(TypeError);
      expect(() => tamper(found())).toThrow(TypeError);
    } else {
      tamper(mine);
      tamper(found());
    }
    expect(found()).toEqual({ list: [1] });
  }, messages),
);

test('each node has tables of its own', async () => {
  await inProcess(() => ets.new('mine', ['named_table']));
  await inProcess(() => expect(ets.whereis('mine')).toBeUndefined());
});

test('tables of two nodes stay apart while both run', async () => {
  const [one, other] = [startTestNode({ name: 'one' }), startTestNode({ name: 'other' })];
  await one.run(() => {
    ets.new('t', ['named_table', 'public']);
    return other.run(() => expect(ets.all()).toEqual([]));
  });
});

test('outside of a process it says what is missing', () => {
  expect(() => ets.new('t', [])).toThrow('needs a process to run in');
});

test('errors name what is wrong', () =>
  inProcess(() => {
    const table = ets.new('t', []);
    const errorOf = (fun: () => unknown) => {
      try {
        fun();
      } catch (thrown) {
        return thrown instanceof ErlangError && thrown.reason === 'badarg' && thrown.message;
      }
      return undefined;
    };
    const select = (spec: unknown) => errorOf(() => ets.select(table, spec as MatchSpec));
    expect(errorOf(() => ets.lookup('nobody', 1))).toBe(
      "ets.lookup: tab must be a table that this process may read, not 'nobody'",
    );
    expect(select([['$1', [['is_atm', '$1']], ['$1']]])).toContain(
      "'is_atm' is no function of guards; [ [ 'is_atm', '$1' ] ] builds a list",
    );
    expect(select([['$1', [['>', '$1']], ['$1']]])).toContain("'>' does not take 1 arguments");
    expect(select([['$1', [], ['$2']]])).toContain('$2 is not in the pattern');
  }));

test('an owner may be killed while others read: they find the table whole, or none', () =>
  inProcess(async () => {
    const me = self();
    spawn(() => {
      ets.new('t', ['named_table', ['heir', me, 'left']]);
      ets.insert('t', ['a', 1], ['b', 2]);
      throw new Error('crash');
    });
    await receive(on(['ETS-TRANSFER', 't', P._, 'left'], () => expect(ets.info('t', 'size')).toBe(2)));
    send(me, 'done');
  }));

test('a fold over a bag that adds to the key it is at ends with what was there', () =>
  inProcess(() => {
    const table = ets.new<readonly [string, number]>('t', ['bag']);
    ets.insert(table, ['a', 1], ['a', 2]);
    const add = (values: readonly number[], [key, value]: readonly [string, number]): readonly number[] => {
      if (values.length < 10) ets.insert(table, [key, value + 10]);
      return [...values, value];
    };
    expect(ets.foldl((object, values: readonly number[]) => add(values, object), [], table)).toEqual([1, 2]);
    expect(ets.lookup(table, 'a')).toHaveLength(4);
  }));

test('a table that is emptied, or whose objects go while it is read, gives what is left', () =>
  inProcess(() => {
    const table = ets.new<readonly [number]>('t', []);
    ets.insert(table, [1], [2], [3]);
    const seen = ets.foldl(
      ([key], keys: readonly number[]) => {
        ets.delete(table, key + 1);
        ets.insert(table, [key + 10]);
        return [...keys, key];
      },
      [],
      table,
    );
    expect(seen).toEqual([1, 3]);
    const first = ets.matchObject(table, '_', 1);
    ets.deleteAllObjects(table);
    expect(first !== '$end_of_table' && ets.matchObject(first[1])).toBe('$end_of_table');
  }));

test.each(['set', 'ordered_set', 'bag', 'duplicate_bag'] as const)('a %s holds what a plain list would', (type) =>
  inProcess(() => {
    const key = fc.oneof(
      fc.integer({ min: 0, max: 600 }),
      fc.constantFrom('a', 'b'),
      fc.tuple(fc.integer({ min: 0, max: 9 })),
    );
    const step = fc.tuple(
      fc.constantFrom('insert', 'insert', 'insert', 'delete', 'deleteObject'),
      key,
      fc.integer({ min: 0, max: 2 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 2000, size: 'max' }), (steps) => {
        const table = ets.new('t', [type]);
        let model: (readonly [unknown, number])[] = [];
        const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
        for (const [what, k, value] of steps) {
          const object = [k, value] as const;
          if (what === 'insert') {
            ets.insert(table, object);
            if (type.endsWith('set')) model = model.filter(([other]) => !isSame(other, k));
            if (type !== 'bag' || !model.some((other) => isSame(other, object))) model.push(object);
          } else if (what === 'delete') {
            ets.delete(table, k);
            model = model.filter(([other]) => !isSame(other, k));
          } else {
            ets.deleteObject(table, object);
            model = model.filter((other) => !isSame(other, object));
          }
        }
        const texts = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).sort();
        expect(texts(ets.tab2list(table))).toEqual(texts(model));
        expect(ets.info(table, 'size')).toBe(model.length);
        const keys: unknown[] = [];
        for (let at = ets.first(table); at !== '$end_of_table'; at = ets.next(table, at)) keys.push(at);
        expect(texts(keys)).toEqual(texts([...new Map(model.map(([k]) => [JSON.stringify(k), k])).values()]));
        ets.delete(table);
      }),
      { numRuns: 30 },
    );
  }),
);
