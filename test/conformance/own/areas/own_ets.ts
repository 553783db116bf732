/**
 * Tables: conformance-own/src/area_own_ets.erl, line for line. Where Erlang gives a list of objects they are spread, and what
 * is `{{...}}` in a body of a match specification is `[[...]]` there.
 */
import { demonitor, exit, node, on, receive, Ref, self, send, spawn, type Address } from 'regent-otp';
import {
  ets,
  type CounterChange,
  type EtsContinuation,
  type EtsTable,
  type MatchSpec,
  type TableInfoItem,
  type TableOption,
} from 'regent-otp/behaviours';
import { compareTerms } from 'regent-otp';
import { P } from 'ts-pattern';
import * as t from '../../t.js';

const seq = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const sorted = (list: readonly unknown[]) => [...list].sort(compareTerms);
const result = (value: unknown) => t.log('result', value);
const untilStop = () => receive(on('stop', () => 'ok'));
const ready = () => receive(on('ready', () => 'ok'));
const more = <T>(some: readonly [unknown, EtsContinuation<T> | '$end_of_table'] | '$end_of_table') => {
  if (some === '$end_of_table') throw new Error('badmatch');
  return some;
};

function s01() {
  const tab = ets.new('t', []);
  result(ets.insert(tab, ['a', 1]));
  result(ets.insert(tab, ['b', 2], [['c', 1], 3], ['a', 4]));
  result(sorted(ets.tab2list(tab)));
  result(['a', ['c', 1], 'z'].map((k) => ets.lookup(tab, k)));
  result(['a', ['c', 1], 'z'].map((k) => ets.member(tab, k)));
  result(['a', 'z'].map((k) => ets.delete(tab, k)));
  result(ets.lookup(tab, 'a'));
  result(ets.info(tab, 'size'));
  result(ets.insert(tab));
}

function s02() {
  const tab = ets.new('t', ['ordered_set']);
  const small = [[1, 2, 3], 'b', { x: 1 }, 10, ['z'], 'a', -1, [2, 1], [1, 2], {}, { x: 0 }, { w: 9, x: 0 }, 'aa', 2.5];
  const keys = [...small, ['b', ['c', 1]], ['b', ['c', 0]]];
  ets.insert(tab, ...keys.map((k) => [k, 'x']));
  result(ets.tab2list(tab).map((object) => (object as readonly unknown[])[0]));
  ets.insert(tab, [10, 'y']);
  result(ets.lookup(tab, 10));
  result(ets.info(tab, 'size'));
}

function s03() {
  const both = [ets.new('b', ['bag']), ets.new('d', ['duplicate_bag'])];
  const objects = [['a', 1], ['a', 2], ['b', 1], ['a', 1]]; // prettier-ignore
  for (const tab of both) ets.insert(tab, ...objects);
  result(both.map((tab) => ets.lookup(tab, 'a')));
  result(both.map((tab) => ets.info(tab, 'size')));
  result(both.map((tab) => ets.deleteObject(tab, ['a', 1])));
  result(both.map((tab) => ets.lookup(tab, 'a')));
  result(both.map((tab) => ets.delete(tab, 'a')));
  result(both.map((tab) => ets.tab2list(tab)));
  const s = ets.new('s', []);
  ets.insert(s, ['a', 1]);
  ets.deleteObject(s, ['a', 2]);
  result(ets.tab2list(s));
  ets.deleteObject(s, ['a', 1]);
  result(ets.tab2list(s));
}

async function s04() {
  const tab = ets.new('t', []);
  result(ets.insertNew(tab, ['a', 1]));
  result(ets.insertNew(tab, ['a', 2]));
  result(ets.insertNew(tab, ['b', 1], ['a', 3]));
  result(ets.tab2list(tab));
  result(ets.insertNew(tab, ['b', 1], ['c', 3]));
  result(sorted(ets.tab2list(tab)));
  await t.try_('no object', () => ets.insert(tab, 'x' as never));
  await t.try_('no key', () => ets.insert(tab, []));
  await t.try_('one is wrong', () => ets.insert(tab, ['x', 1], 'y' as never));
  result(ets.member(tab, 'x'));
  const b = ets.new('b', ['bag']);
  result(ets.insertNew(b, ['a', 1], ['a', 2]));
  result(ets.insertNew(b, ['a', 3]));
  result(ets.lookup(b, 'a'));
}

async function s05() {
  const [s, b] = [ets.new('s', []), ets.new('b', ['bag'])];
  for (const tab of [s, b]) ets.insert(tab, ['k', 1, 'one'], ['k', 2, 'two']);
  result([1, 2, 3].map((p) => ets.lookupElement(s, 'k', p)));
  result(ets.lookupElement(b, 'k', 3));
  await t.try_('no key', () => ets.lookupElement(s, 'z', 2));
  await t.try_('no position', () => ets.lookupElement(s, 'k', 4));
  await t.try_('position 0', () => ets.lookupElement(s, 'k', 0));
  await t.try_('default', () => ets.lookupElement(s, 'z', 2, 'none'));
  await t.try_('default unused', () => ets.lookupElement(s, 'k', 2, 'none'));
}

function s06() {
  const b = ets.new('b', ['bag']);
  ets.insert(b, ['k', 1], ['k', 2], ['j', 1]);
  result(ets.take(b, 'k'));
  result(ets.take(b, 'k'));
  result(ets.tab2list(b));
}

function s07() {
  const tab = ets.new('t', ['ordered_set']);
  ets.insert(tab, ['k', 1, 10]);
  result(ets.updateCounter(tab, 'k', 1));
  result(ets.updateCounter(tab, 'k', -5));
  result(ets.updateCounter(tab, 'k', [3, 5]));
  result(ets.updateCounter(tab, 'k', [3, 1, 15, 0]));
  result(ets.updateCounter(tab, 'k', [3, 20, 20, 0]));
  result(ets.updateCounter(tab, 'k', [3, -21, 0, 9]));
  result(ets.updateCounter(tab, 'k', [[2, 1], [2, 1], [3, -1, 5, 5]])); // prettier-ignore
  result(ets.updateCounter(tab, 'k', []));
  result(ets.updateCounter(tab, 'k', [3, 0]));
  result(ets.tab2list(tab));
  result(ets.updateCounter(tab, 'j', 1, ['x', 0]));
  result(ets.updateCounter(tab, 'j', [2, 5], ['x', 0]));
  result(ets.updateCounter(tab, 'i', [], ['x', 0]));
  result(ets.tab2list(tab));
}

async function s08() {
  const [tab, b] = [ets.new('t', []), ets.new('b', ['bag'])];
  for (const each of [tab, b]) ets.insert(each, ['k', 1, 'a']);
  await t.try_('no key', () => ets.updateCounter(tab, 'z', 1));
  await t.try_('of the key', () => ets.updateCounter(tab, 'k', [1, 1]));
  await t.try_('no integer', () => ets.updateCounter(tab, 'k', [3, 1]));
  await t.try_('no such position', () => ets.updateCounter(tab, 'k', [4, 1]));
  await t.try_('no increment', () => ets.updateCounter(tab, 'k', 'x' as never));
  await t.try_('float', () => ets.updateCounter(tab, 'k', 1.5));
  await t.try_('threshold alone', () => ets.updateCounter(tab, 'k', [2, 1, 5] as unknown as CounterChange));
  await t.try_('second of two', () => ets.updateCounter(tab, 'k', [[2, 1], [3, 1]])); // prettier-ignore
  await t.try_('bag', () => ets.updateCounter(b, 'k', 1));
  await t.try_('default without a counter', () => ets.updateCounter(tab, 'z', 1, ['x']));
  result([tab, b].map((each) => ets.tab2list(each)));
}

async function s09() {
  const [tab, b] = [ets.new('t', []), ets.new('b', ['bag'])];
  for (const each of [tab, b]) ets.insert(each, ['k', 1, 'a']);
  result(ets.updateElement(tab, 'k', [2, 'x']));
  result(ets.updateElement(tab, 'k', [[2, 'y'], [3, 'z'], [2, 'w']])); // prettier-ignore
  result(ets.updateElement(tab, 'k', []));
  result(ets.updateElement(tab, 'z', [2, 'x']));
  result(ets.tab2list(tab));
  await t.try_('of the key', () => ets.updateElement(tab, 'k', [1, 'x']));
  await t.try_('no such position', () => ets.updateElement(tab, 'k', [[2, 'v'], [4, 'x']])); // prettier-ignore
  await t.try_('bag', () => ets.updateElement(b, 'k', [2, 'x']));
  await t.try_('default', () => ets.updateElement(tab, 'j', [2, 'x'], ['d', 0, 0]));
  result(sorted(ets.tab2list(tab)));
}

async function s10() {
  const tab = ets.new('t', ['ordered_set']);
  result([ets.first(tab), ets.last(tab), ets.next(tab, 1), ets.prev(tab, 1)]);
  ets.insert(tab, ...[1, 3, 5].map((k) => [k, k]));
  result([ets.first(tab), ets.last(tab)]);
  result([0, 1, 2, 3, 4, 5, 6].map((k) => ets.next(tab, k)));
  result([0, 1, 2, 3, 4, 5, 6].map((k) => ets.prev(tab, k)));
  await t.try_('lookups', () => [
    ets.firstLookup(tab),
    ets.lastLookup(tab),
    ets.nextLookup(tab, 2),
    ets.prevLookup(tab, 2),
    ets.nextLookup(tab, 5),
  ]);
}

async function s11() {
  const tab = ets.new('t', []);
  ets.insert(tab, ...[1, 3, 5].map((k) => [k, k]));
  result(sorted(walk(tab, ets.first(tab))));
  result(ets.last(tab) === ets.first(tab));
  await t.try_('unknown', () => ets.next(tab, 9));
  const first = ets.first(tab);
  const second = ets.next(tab, first);
  ets.safeFixtable(tab, true);
  ets.delete(tab, first);
  result(ets.next(tab, first) === second);
  result([ets.member(tab, first), ets.info(tab, 'size'), walk(tab, ets.first(tab)).length]);
  ets.insert(tab, [first, 'again']);
  result([ets.info(tab, 'size'), walk(tab, ets.first(tab)).length]);
  ets.delete(tab, first);
  ets.safeFixtable(tab, false);
  await t.try_('not fixed any more', () => ets.next(tab, first));
  result(ets.safeFixtable(tab, false));
}

function walk(tab: EtsTable, key: unknown): readonly unknown[] {
  return key === '$end_of_table' ? [] : [key, ...walk(tab, ets.next(tab, key))];
}

async function s12() {
  const tab = ets.new<readonly [number, number]>('t', ['ordered_set']);
  ets.insert(tab, [1, 10], [2, 20], [3, 30]);
  result(ets.foldl(([k, v], acc: readonly unknown[]) => [[k, v], ...acc], [], tab));
  result(ets.foldr(([k, v], acc: readonly unknown[]) => [[k, v], ...acc], [], tab));
  result(ets.foldl(([k], n) => (ets.delete(tab, k), n + 1), 0, tab));
  result(ets.tab2list(tab));
  await t.try_('fails', () => {
    ets.insert(tab, [1, 1]);
    return ets.foldl(
      () => {
        throw 'out';
      },
      0,
      tab,
    );
  });
}

function s13() {
  const tab = ets.new('t', ['ordered_set']);
  ets.insert(tab, [1, 'a', 'a'], [2, 'a', 'b'], [3, ['c', 'd'], 'b'], [4, { x: 1, y: 2 }, 'm'], [5, 'short']);
  result(ets.match(tab, ['$1', '$2', '_']));
  result(ets.match(tab, ['$2', '$1', '_']));
  result(ets.match(tab, ['$1', '$2', '$2']));
  result(ets.match(tab, '$1'));
  result(ets.match(tab, ['_', '_']));
  result(ets.match(tab, ['$1', ['c', '$0'], '_']));
  result(ets.match(tab, ['$1', { x: '$2' }, '_']));
  result(ets.match(tab, [2, '$1', '$2']));
  result(ets.match(tab, [9, '$1', '$2']));
  result(ets.match(tab, '_'));
  result(ets.match(tab, [2, 'a', 'b']));
  result(ets.match(tab, 'foo'));
}

function s14() {
  const b = ets.new('b', ['bag']);
  ets.insert(b, ['a', 1], ['a', 2], ['b', 1]);
  result(ets.matchObject(b, ['a', '_']));
  result(sorted(ets.matchObject(b, ['_', 1])));
  result(sorted(ets.matchObject(b, '_')));
  result(ets.matchDelete(b, ['a', 1]));
  result(sorted(ets.tab2list(b)));
  result(ets.matchDelete(b, ['_', 1]));
  result(ets.tab2list(b));
  result(ets.matchDelete(b, '_'));
  result(ets.info(b, 'size'));
}

// prettier-ignore
const guards: readonly (readonly unknown[])[] = [
  [['>', '$2', 1]], [['>=', '$2', 2]], [['<', '$2', 2]], [['=<', '$2', 1]], [['==', '$2', 2]], [['/=', '$2', 2]],
  [['=:=', '$2', 2]], [['=/=', '$2', 2]],
  [['andalso', ['>', '$2', 1], ['<', '$2', 3]]], [['orelse', ['<', '$2', 2], ['>', '$2', 2]]],
  [['and', ['>', '$2', 1], true]], [['or', false, ['>', '$2', 1]]], [['xor', true, ['>', '$2', 1]]], [['not', ['>', '$2', 1]]],
  [['>', '$2', 1], ['<', '$2', 3]], [], [true], [false],
  [['=:=', ['+', '$2', 1], 3]], [['=:=', ['-', '$2', 1], 1]], [['=:=', ['*', '$2', 2], 4]], [['=:=', ['rem', '$2', 2], 0]],
  [['=:=', ['div', '$2', 2], 1]], [['=:=', ['band', '$2', 1], 1]], [['=:=', ['bsl', '$2', 1], 4]], [['=:=', ['-', '$2'], -2]],
  [['=:=', ['div', 6, ['-', '$2', 2]], 6]], [['>', ['hd', '$2'], 0]],
  [['is_atom', '$2']], [['is_integer', '$2']], [['is_tuple', '$3']], [['is_map', '$3']], [['is_pid', '$3']], [['is_number', '$2']],
  [['=:=', ['element', 1, '$3'], 't']], [['=:=', ['size', '$3'], 2]], [['=:=', ['map_get', 'k', '$3'], 'v']], [['is_map_key', 'k', '$3']],
  [['=:=', ['map_size', '$3'], 1]], [['>', ['abs', ['-', '$2', 3]], 1]], [['=:=', '$3', ['const', ['t', 1]]]], [['=:=', '$3', [['t', 1]]]],
  [['=:=', '$_', ['const', ['b', 2, { k: 'v' }]]]], [['=:=', '$3', ['self']]],
  [['orelse', ['is_atom', '$2'], ['>', '$2', 2]]], [['orelse', '$2', true]], [['andalso', true, '$2']],
];

function s15() {
  const tab = ets.new('t', ['ordered_set']);
  ets.insert(tab, ['a', 1, ['t', 1]], ['b', 2, { k: 'v' }], ['c', 3, self()], ['d', 'x', 'y']);
  for (const g of guards) result(ets.select(tab, [[['$1', '$2', '$3'], g, ['$1']]]));
}

// prettier-ignore
const bodies: readonly (readonly unknown[])[] = [
  ['$1'], [[['$2', '$1']]], [['$2', '$1']], ['$_'], ['$$'], [[[]]], [[]], [{ k: '$1', l: [[['+', '$2', 1]]] }], [['const', ['$1', 'x']]],
  [['*', '$2', '$2']], [[[[['$1']], ['-', '$2']]]], [1, '$2'], [true], [['hd', '$1']], [['+', '$1', 1]], [['element', 2, '$_']],
  [[['tag', '$1']]], ['tag'], [['>', '$2', 1]],
];

function s16() {
  const tab = ets.new('t', ['ordered_set']);
  ets.insert(tab, ['a', 1], ['b', 2]);
  for (const b of bodies) result(ets.select(tab, [[['$1', '$2'], [], b]]));
}

async function s17() {
  const tab = ets.new('t', ['ordered_set']);
  ets.insert(tab, ...seq(1, 6).map((k) => [k, k % 3]));
  result(
    ets.select(tab, [
      [['$1', 0], [], [[['zero', '$1']]]],
      [['$1', '_'], [['>', '$1', 3]], [[['big', '$1']]]],
      [[2, '$1'], [], ['$1']],
    ]),
  );
  result(ets.select(tab, [[[4, '$1'], [], ['$1']]]));
  result(ets.select(tab, [[[9, '$1'], [], ['$1']]]));
  result(ets.select(tab, [[[4, '$1'], [['>', '$1', 1]], ['$1']]]));
  // prettier-ignore
  const bad = ['foo', ['foo'], [[['$1'], []]], [[['$1'], [], []]], [[['$1'], [], ['$2']]], [[['$1'], [['foo', '$1']], ['$1']]],
    [[['$1'], [['>', '$1']], ['$1']]], [[['$1'], [['>', '$1', '$2']], ['$1']]]];
  for (const spec of bad) await t.try_('bad', () => ets.select(tab, spec as unknown as MatchSpec));
}

async function s18() {
  const tab = ets.new('t', ['ordered_set']);
  ets.insert(tab, ...seq(1, 5).map((k) => [k, k]));
  const spec: MatchSpec = [[['$1', '_'], [], ['$1']]];
  const [r1, c1] = more(ets.select(tab, spec, 2));
  const [r2, c2] = more(ets.select(c1));
  result(more(ets.select(c2))[0]);
  ets.insert(tab, [9, 9]);
  result([r1, r2, ets.select(tab, spec, 10), ets.select('$end_of_table')]);
  const [m1, d1] = more(ets.match(tab, ['$1', '_'], 4));
  result([m1, ets.match(d1)]);
  const [o1, e1] = more(ets.matchObject(tab, ['$1', '_'], 4));
  result([o1, ets.matchObject(e1)]);
  result(ets.select(tab, [[['$1', '_'], [['>', '$1', 99]], ['$1']]], 1));
  await t.try_('limit 0', () => ets.select(tab, spec, 0));
  const b = ets.new('b', ['bag']);
  ets.insert(b, ...[1, 2, 3].map((n) => ['k', n]));
  const [b1, b2] = more(ets.select(b, [[['k', '$1'], [], ['$1']]], 10));
  result([b1, b2]);
  const [, gone] = more(ets.select(tab, spec, 1));
  ets.delete(tab);
  await t.try_('table is gone', () => ets.select(gone));
}

function s19() {
  const tab = ets.new('t', ['ordered_set']);
  ets.insert(tab, ...seq(1, 5).map((k) => [k, k]));
  const spec: MatchSpec = [[['$1', '_'], [['=/=', '$1', 3]], ['$1']]];
  result(ets.selectReverse(tab, spec));
  const [r1, c1] = more(ets.selectReverse(tab, spec, 3));
  result([r1, ets.selectReverse(c1)]);
}

async function s20() {
  const tab = ets.new('t', ['ordered_set']);
  ets.insert(tab, ...seq(1, 5).map((k) => [k, k * 10]));
  result(ets.selectCount(tab, [[['$1', '_'], [['>', '$1', 2]], [true]]]));
  result(ets.selectCount(tab, [[['$1', '_'], [], [['>', '$1', 4]]]]));
  result(ets.selectCount(tab, [[['$1', '_'], [], ['$1']]]));
  result(ets.selectReplace(tab, [[['$1', '$2'], [['<', '$1', 3]], [[['$1', ['+', '$2', 1]]]]]]));
  result(ets.tab2list(tab));
  await t.try_('other key', () => ets.selectReplace(tab, [[['$1', '$2'], [], [[['$2', '$1']]]]]));
  result(ets.selectDelete(tab, [[['$1', '_'], [['>', '$1', 3]], [true]]]));
  result(ets.selectDelete(tab, [[['$1', '_'], [], [['<', '$1', 2]]]]));
  result(ets.tab2list(tab));
  const b = ets.new('b', ['bag']);
  await t.try_('bag', () => ets.selectReplace(b, [[['$1', '$2'], [], [[['$1', 1]]]]]));
  ets.insert(b, ['a', 1], ['a', 2], ['a', 3]);
  result(ets.selectDelete(b, [[['a', '$1'], [['=/=', '$1', 2]], [true]]]));
  result(ets.tab2list(b));
  const d = ets.new('d', ['duplicate_bag']);
  ets.insert(d, ['a', 1], ['a', 1], ['a', 3]);
  result(ets.selectReplace(d, [[['$1', 1], [], [[['$1', 7]]]]]));
  result(sorted(ets.tab2list(d)));
}

async function s21() {
  result(ets.new('oe21', ['named_table']));
  await t.try_('taken', () => ets.new('oe21', ['named_table']));
  ets.insert('oe21', ['a', 1]);
  result(ets.lookup('oe21', 'a'));
  const r = ets.whereis('oe21')!;
  result([r instanceof Ref, ets.lookup(r, 'a'), ets.whereis('nobody')]);
  result(ets.rename('oe21', 'oe21b'));
  result([ets.whereis('oe21'), ets.lookup('oe21b', 'a'), ets.info('oe21b', 'name')]);
  const tab = ets.new('unnamed', []);
  result(tab instanceof Ref);
  result(ets.rename(tab, 'other') === tab);
  result([ets.info(tab, 'name'), ets.whereis('other')]);
  ets.new('oe21c', ['named_table']);
  await t.try_('to a taken name', () => ets.rename('oe21b', 'oe21c'));
  result(['oe21b', 'oe21c', tab, 'oe21'].map((x) => ets.all().includes(x)));
  ets.delete('oe21b');
  result(ets.whereis('oe21b'));
  result(ets.new('oe21b', ['named_table']));
}

async function s22() {
  await t.try_('no name', () => ets.new(5 as never, []));
  // prettier-ignore
  const wrong = [['zork'], 'zork', [['keypos', 0]], [['keypos', 'a', 'b']], [['heir', 'foo', 'x']], [['read_concurrency', 'maybe_']], [['heir', self()]]];
  for (const o of wrong) await t.try_('option', () => ets.new('x', o as unknown as readonly TableOption[]));
  // prettier-ignore
  const tab = ets.new('x', ['bag', 'set', 'private', 'public', ['keypos', 2], ['read_concurrency', true], ['write_concurrency', 'auto'],
    ['decentralized_counters', true], 'compressed', ['heir', 'none']]);
  const items = ['type', 'protection', 'keypos', 'read_concurrency', 'compressed', 'heir'] as const;
  result(items.map((i) => ets.info(tab, i)));
}

async function s23() {
  const tables = (['public', 'protected', 'private'] as const).map((p) => [p, ets.new(p, [p])] as const);
  for (const [, tab] of tables) ets.insert(tab, ['k', 1]);
  const me = self();
  spawn(async () => {
    for (const [p, tab] of tables) await others(p, tab);
    send(me, 'done');
  });
  await receive(on('done', () => 'ok'));
  result(tables.map(([, tab]) => ets.info(tab, 'size')));
}

async function others(n: string, tab: EtsTable) {
  await t.try_(n, () => ets.lookup(tab, 'k'));
  await t.try_(n, () => ets.first(tab));
  await t.try_(n, () => ets.select(tab, [['$1', [], ['$1']]]));
  await t.try_(n, () => ets.insert(tab, ['j', 1]));
  await t.try_(n, () => ets.updateCounter(tab, 'k', 1));
  await t.try_(n, () => ets.delete(tab, 'k'));
  await t.try_(n, () => ets.info(tab, 'size'));
  await t.try_(n, () => ets.giveAway(tab, self(), 'x'));
  await t.try_(n, () => ets.setopts(tab, ['heir', 'none']));
  await t.try_(n, () => ets.rename(tab, 'y') === tab);
}

async function s24() {
  const me = self();
  const p = spawn(() => {
    ets.new('oe24', ['named_table', 'public']);
    ets.insert('oe24', ['a', 1]);
    send(me, 'ready');
    return untilStop();
  });
  await ready();
  result(ets.lookup('oe24', 'a'));
  const r = t.mon(p);
  send(p, 'stop');
  await receive(on(['DOWN', r, 'process', p, 'normal'], () => 'ok'));
  result(ets.whereis('oe24'));
  await t.try_('gone', () => ets.lookup('oe24', 'a'));
  const q = spawn(() => {
    ets.new('oe24', ['named_table']);
    send(me, 'ready');
    return untilStop();
  });
  await ready();
  exit(q, 'kill');
  await t.wait(q);
  result(ets.new('oe24', ['named_table']));
}

async function s25() {
  const me = self();
  const p = spawn(() => {
    const tab = ets.new('oe25', ['named_table', ['heir', me, 'gift']]);
    ets.insert(tab, ['a', 1]);
    return untilStop();
  });
  t.log('info', 'owner', p);
  const r = t.mon(p);
  send(p, 'stop');
  await t.recv(2);
  demonitor(r, ['flush']);
  result([ets.lookup('oe25', 'a'), ets.info('oe25', 'owner') === me, ets.info('oe25', 'heir') === me]);
  result(ets.insert('oe25', ['b', 1]));
  const dead = spawn(() => 'ok');
  await t.wait(dead);
  const q = spawn(() => {
    ets.new('oe25q', ['named_table', ['heir', dead, 'gift']]);
    return untilStop();
  });
  await t.idle(q);
  send(q, 'stop');
  await t.wait(q);
  result(ets.whereis('oe25q'));
  const s = spawn(() => {
    ets.new('oe25s', [['heir', me, 'unnamed']]);
    return untilStop();
  });
  await t.idle(s);
  send(s, 'stop');
  await receive(
    on(['ETS-TRANSFER', P._, s, P._], ([, tab, , data]) =>
      result([tab instanceof Ref, data, ets.info(tab as Ref, 'name')]),
    ),
  );
}

async function s26() {
  const tab = ets.new('oe26', ['named_table']);
  const me = self();
  const p = spawn(async () => {
    await t.recv();
    send(me, [ets.insert('oe26', ['a', 1]), ets.info('oe26', 'owner') === self()]);
    await untilStop();
  });
  t.log('info', 'new owner', p);
  result(ets.giveAway(tab, p, 'data'));
  await receive(on(P._, result));
  result(ets.lookup(tab, 'a'));
  await t.try_('not mine any more', () => ets.insert(tab, ['b', 1]));
  await t.try_('give away what is not mine', () => ets.giveAway(tab, p, 'data'));
  send(p, 'stop');
  await t.wait(p);
  result(ets.whereis('oe26'));
  const u = ets.new('u', [['heir', me, 'x']]);
  await t.try_('to the dead', () => ets.giveAway(u, p, 'data'));
  await t.try_('to oneself', () => ets.giveAway(u, me, 'data'));
  result(ets.setopts(u, ['heir', 'none']));
  result(
    ets.setopts(u, [
      ['protection', 'private'],
      ['heir', me, 'y'],
    ]),
  );
  result([ets.info(u, 'heir') === me, ets.info(u, 'protection')]);
  await t.try_('no option', () => ets.setopts(u, ['protection', 'secret'] as never));
  await t.try_('no option', () => ets.setopts(u, 'zork' as never));
}

async function s27() {
  const tab = ets.new('oe27', ['ordered_set', 'named_table', 'public', ['keypos', 1]]);
  ets.insert(tab, ['a', 1], ['b', 2]);
  const facts: readonly TableInfoItem[] = ['size', 'type', 'keypos', 'protection', 'named_table', 'name', 'heir'];
  const hints: readonly TableInfoItem[] = [
    'read_concurrency',
    'write_concurrency',
    'decentralized_counters',
    'compressed',
  ];
  result([...facts, ...hints].map((i) => ets.info(tab, i)));
  result([
    ets.info(tab, 'owner') === self(),
    ets.info(tab, 'id') === ets.whereis('oe27'),
    ets.info(tab, 'node') === node(),
  ]);
  result(ets.info(tab)!.find(([item]) => item === 'size'));
  result([ets.info('nobody'), ets.info('nobody', 'size')]);
  await t.try_('item', () => ets.info(tab, 'zork' as never));
}

async function s28() {
  const tab = ets.new('t', ['public']);
  ets.delete(tab);
  const calls: readonly (() => unknown)[] = [
    () => ets.lookup(tab, 'a'),
    () => ets.insert(tab, ['a', 1]),
    () => ets.insertNew(tab, ['a', 1]),
    () => ets.delete(tab, 'a'),
    () => ets.delete(tab),
    () => ets.tab2list(tab),
    () => ets.first(tab),
    () => ets.next(tab, 'a'),
    () => ets.match(tab, '_'),
    () => ets.matchDelete(tab, '_'),
    () => ets.select(tab, [['_', [], [true]]]),
    () => ets.foldl((_, a) => a, 0, tab),
    () => ets.updateCounter(tab, 'a', 1, ['a', 0]),
    () => ets.updateElement(tab, 'a', [2, 0]),
    () => ets.rename(tab, 'x'),
    () => ets.giveAway(tab, self(), 'x'),
    () => ets.member(tab, 'a'),
    () => ets.take(tab, 'a'),
    () => ets.deleteAllObjects(tab),
    () => ets.info(tab),
    () => ets.lookup('nobody', 'a'),
  ];
  for (const f of calls) await t.try_('gone', f);
}

async function s29() {
  const tab = ets.new('t', [['keypos', 2]]);
  ets.insert(tab, [1, 'a'], [2, 'b', 'x']);
  result(['a', 'b', 1].map((k) => ets.lookup(tab, k)));
  await t.try_('too short', () => ets.insert(tab, ['a']));
  result(ets.updateCounter(tab, 'a', [1, 5]));
  await t.try_('the element after the key', () => ets.updateCounter(tab, 'a', 1));
  result(ets.match(tab, ['$1', 'a']));
  result(ets.select(tab, [[['$1', 'b', '$2'], [], [[['$2', '$1']]]]]));
}

function s30() {
  const spec: MatchSpec = [[['$1', '$2'], [['>', '$2', 1]], ['$1']]];
  const objects = [['a', 2], ['a', 1], ['a']]; // prettier-ignore
  result(objects.map((o) => ets.testMs(o, spec)));
  result(ets.testMs(['a', 2], [[['$1', '$2'], [['zork', '$1']], ['$1']]])[0]);
  const list = [['a', 1], ['b', 2], ['c', 3]]; // prettier-ignore
  result(ets.matchSpecRun(list, ets.matchSpecCompile(spec)));
}

function s31() {
  const tab = ets.new<readonly [number, number]>('t', ['ordered_set']);
  ets.insert(tab, ...seq(1, 1000).map((k) => [k, k] as const));
  result([ets.info(tab, 'size'), ets.tab2list(tab).length, ets.first(tab), ets.last(tab)]);
  for (const k of seq(1, 1000)) if (k % 100 !== 0) ets.delete(tab, k);
  result(ets.tab2list(tab).map(([k]) => k));
  result(ets.deleteAllObjects(tab));
  result([ets.tab2list(tab), ets.info(tab, 'size'), ets.first(tab)]);
  result(ets.delete(tab));
  result(ets.info(tab));
}

async function s32() {
  const tab = ets.new('t', ['public']);
  ets.insert(tab, ['a', 1], ['b', 1]);
  const me: Address = self();
  const p = spawn(() => {
    ets.safeFixtable(tab, true);
    send(me, 'ready');
    return untilStop();
  });
  await ready();
  ets.delete(tab, 'a');
  result(ets.next(tab, 'a') !== 'a');
  send(p, 'stop');
  await t.wait(p);
  await t.try_('not fixed any more', () => ets.next(tab, 'a'));
}

export const scenarios: readonly t.Scenario[] = [
  ['OE-01-set', s01],
  ['OE-02-ordered-set', s02],
  ['OE-03-bags', s03],
  ['OE-04-insert-new', s04],
  ['OE-05-lookup-element', s05],
  ['OE-06-take', s06],
  ['OE-07-update-counter', s07],
  ['OE-08-update-counter-errors', s08],
  ['OE-09-update-element', s09],
  ['OE-10-traversal', s10],
  ['OE-11-traversal-of-a-set', s11],
  ['OE-12-fold', s12],
  ['OE-13-match', s13],
  ['OE-14-match-object-and-delete', s14],
  ['OE-15-select-guards', s15],
  ['OE-16-select-bodies', s16],
  ['OE-17-select-clauses', s17],
  ['OE-18-select-limit', s18],
  ['OE-19-select-reverse', s19],
  ['OE-20-select-count-delete-replace', s20],
  ['OE-21-names', s21],
  ['OE-22-new-errors', s22],
  ['OE-23-protection', s23],
  ['OE-24-owner-dies', s24],
  ['OE-25-heir', s25],
  ['OE-26-give-away', s26],
  ['OE-27-info', s27],
  ['OE-28-no-table', s28],
  ['OE-29-keypos', s29],
  ['OE-30-test-ms', s30],
  ['OE-31-delete-all', s31],
  ['OE-32-fixed-by-the-dead', s32],
];
