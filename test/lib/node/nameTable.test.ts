import { expect, test } from 'vitest';
import { NameTable } from '../../../lib/node/nameTable.js';

test('a name belongs to nobody once it is given up, and can be taken again', () => {
  const names = new NameTable<object>();
  const [first, second] = [{}, {}];
  names.set('a', first);
  names.delete('a');
  expect(names.get('a')).toBe(undefined);
  expect(names.taken()).toEqual([]);
  names.set('a', second);
  names.set('b', first);
  expect(names.get('a')).toBe(second);
  expect(names.taken()).toEqual(['a', 'b']);
});

test('ever new names leave nothing behind, and those that are taken stay', () => {
  const names = new NameTable<object>();
  const process = {};
  names.set('kept', process);
  for (let i = 0; i < 10_000; i++) {
    names.set(`name_${i}`, process);
    if (i % 2 === 0) names.delete(`name_${i}`);
  }
  expect(names.taken().length).toBe(5001);
  expect(names.get('kept')).toBe(process);
  expect(names.get('name_1')).toBe(process);
  expect(names.get('name_2')).toBe(undefined);
  for (let i = 1; i < 10_000; i += 2) names.delete(`name_${i}`);
  expect(names.taken()).toEqual(['kept']);
  expect(names.size).toBeLessThan(1100);
});
