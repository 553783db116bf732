import { expect, test } from 'vitest';
import { NameTable } from '../../../lib/node/nameTable.js';

test('a name belongs to nobody once it is given up, and can be taken again', () => {
  const names = new NameTable<object>();
  const [first, second] = [{}, {}];
  expect(names.take('a', first)).toBe(true);
  expect(names.take('a', second)).toBe(false);
  expect(names.get('a')).toBe(first);
  expect(names.free('a')).toBe(first);
  expect(names.free('a')).toBe(undefined);
  expect(names.free('never taken')).toBe(undefined);
  expect(names.get('a')).toBe(undefined);
  expect(names.taken()).toEqual([]);
  expect(names.take('a', second)).toBe(true);
  expect(names.take('b', first)).toBe(true);
  expect(names.get('a')).toBe(second);
  expect(names.taken()).toEqual(['a', 'b']);
});

test('ever new names leave nothing behind, and those that are taken stay', () => {
  const names = new NameTable<object>();
  const process = {};
  names.take('kept', process);
  for (let i = 0; i < 10_000; i++) {
    names.take(`name_${i}`, process);
    if (i % 2 === 0) names.free(`name_${i}`);
  }
  expect(names.taken().length).toBe(5001);
  expect(names.get('kept')).toBe(process);
  expect(names.get('name_1')).toBe(process);
  expect(names.get('name_2')).toBe(undefined);
  for (let i = 1; i < 10_000; i += 2) names.free(`name_${i}`);
  expect(names.taken()).toEqual(['kept']);
  expect(names.size).toBeLessThan(1100);
});
