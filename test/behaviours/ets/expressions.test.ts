/** What the guards and bodies of match specifications can say; the results are those of Erlang's `ets:test_ms/2`. */
import { expect, test } from 'vitest';
import { ErlangError } from 'regent-otp';
import { ets, type MatchSpec } from 'regent-otp/behaviours';
import { startTestNode } from '../../support/startTestNode.js';

/** What a body makes of a number, a map, a text, an empty list, a float and a boolean. */
function evaluated(body: unknown, map: unknown = { a: 1 }): unknown {
  const pattern = ['$1', '$2', '$3', '$4', '$5'];
  return ets.testMs([3, map, 'ab', [], 2.5], [[pattern, [], [body]]] as MatchSpec);
}

test.each<[body: readonly unknown[], result: unknown]>([
  [['is_binary', '$3'], true],
  [['is_binary', '$1'], false],
  [['is_float', '$5'], true],
  [['is_float', '$1'], false],
  [['is_float', '$3'], false],
  [['map_get', 'a', '$2'], 1],
  [['is_map_key', 'a', '$2'], true],
  [['is_map_key', 3, '$2'], false],
  [['map_size', '$2'], 1],
  [['trunc', '$5'], 2],
  [['band', '$1', 1], 1],
  [['byte_size', '$3'], 2],
  [['size', '$3'], 2],
])('%j gives %j', (body, result) => {
  expect(evaluated(body)).toEqual(['ok', result]);
});

test.each<[body: readonly unknown[]]>([
  [['tl', '$4']],
  [['hd', '$4']],
  [['map_get', 'b', '$2']],
  [['map_get', 'a', '$1']],
  [['element', 0, '$3']],
  [['element', 1, '$4']],
  [['and', '$1', true]],
  [['not', '$1']],
  [['byte_size', '$1']],
  [['size', '$1']],
  [['div', '$1', 0]],
  [['rem', '$1', '$5']],
  [['+', '$1', '$3']],
  [['length', '$1']],
])("%j cannot be evaluated, and gives 'EXIT'", (body) => {
  expect(evaluated(body)).toEqual(['ok', 'EXIT']);
});

test('a Map is a map whose keys are any terms', () => {
  const map = new Map<unknown, unknown>([
    ['a', 1],
    [['a', 'pair'], 2],
  ]);
  const key = ['const', ['a', 'pair']];
  expect(evaluated(['map_get', 'a', '$2'], map)).toEqual(['ok', 1]);
  expect(evaluated(['map_get', key, '$2'], map)).toEqual(['ok', 2]);
  expect(evaluated(['is_map_key', ['const', ['no', 'pair']], '$2'], map)).toEqual(['ok', false]);
  expect(evaluated(['map_size', '$2'], map)).toEqual(['ok', 2]);
  expect(evaluated(new Map([['n', '$1']]))).toEqual(['ok', new Map([['n', 3]])]);
  expect(evaluated({ n: '$1' })).toEqual(['ok', { n: 3 }]);
});

test('big integers and bytes are integers and binaries', () => {
  const made = (body: unknown) => ets.testMs([7n, Uint8Array.of(1, 2, 3)], [[['$1', '$2'], [], [body]]] as MatchSpec);
  expect(made(['band', '$1', 3n])).toEqual(['ok', 3n]);
  expect(made(['div', '$1', 2n])).toEqual(['ok', 3n]);
  expect(made(['is_binary', '$2'])).toEqual(['ok', true]);
  expect(made(['byte_size', '$2'])).toEqual(['ok', 3]);
});

test('a specification that is none is told of by testMs, and is badarg elsewhere', () =>
  startTestNode().run(() => {
    const spec = [['_', [['nope', 1]], ['$_']]] as unknown as MatchSpec;
    expect(ets.testMs(['a'], spec)).toEqual(['error', [['error', expect.stringContaining("'nope'")]]]);
    const table = ets.new('t', []);
    expect(() => ets.select(table, spec)).toThrow(ErlangError);
    expect(() => ets.select('foo' as never)).toThrow("ets.select: more must be a continuation, not 'foo'");
    expect(() => ets.updateCounter(table, 'k', 1, 'no object' as never)).toThrow('fallback must be an object');
  }));

test('a table that was fixed twice keeps the place of a deleted key until it is let go twice', () =>
  startTestNode().run(() => {
    const table = ets.new<readonly [string, number]>('t', []);
    ets.insert(table, ['a', 1], ['b', 2], ['c', 3]);
    ets.safeFixtable(table, true);
    ets.safeFixtable(table, true);
    ets.delete(table, 'b');
    ets.safeFixtable(table, false);
    expect([ets.info(table, 'size'), ets.next(table, 'b')]).toEqual([2, 'c']);
    // It comes again before the table is let go.
    ets.insert(table, ['b', 4]);
    ets.safeFixtable(table, false);
    expect(ets.lookup(table, 'b')).toEqual([['b', 4]]);
  }));
