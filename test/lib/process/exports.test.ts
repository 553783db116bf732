/** What a node exports: by name, and nothing that was not listed. */
import { describe, expect, test } from 'vitest';
import { Exports } from '../../../lib/process/exports.js';

const exports = (): Exports => new Exports('n');

const bank = {
  double: (n: number) => n * 2,
  hidden: () => 'never',
};

/** A class is a module too: its static functions. */
class Ledger {
  static total = (a: number, b: number) => a + b;
  /** Of the same name as one that every function has. */
  static toString() {
    return 'ledger';
  }
}

describe('exported functions', () => {
  test('are those that are named, or all of an object', () => {
    const node = exports();
    node.add('bank', bank, ['double']);
    expect(node.apply('bank', 'double', [4])).toBe(8);
    expect(() => node.apply('bank', 'hidden', [])).toThrow('node n does not export bank:hidden/0');
    node.add('all', bank);
    expect(node.apply('all', 'hidden', [])).toBe('never');
  });

  test('may be inherited from a class', () => {
    class Special extends Ledger {}
    const node = exports();
    node.add('special', Special, ['total']);
    node.add('bare', Object.assign(Object.create(null) as object, bank), ['double']);
    expect([node.apply('special', 'total', [1, 2]), node.apply('bare', 'double', [1])]).toEqual([3, 2]);
    expect(() => node.add('bare', Object.create(null) as object, ['toString'])).toThrow('the name of a function');
  });

  test('may be static functions of a class, also of names that are built in', () => {
    const node = exports();
    node.add('ledger', Ledger, ['total', 'toString']);
    expect(node.apply('ledger', 'total', [1, 2])).toBe(3);
    expect(node.apply('ledger', 'toString', [])).toBe('ledger');
  });

  test.each(['caller', 'arguments', 'callee', 'call', 'apply', 'bind', 'constructor', 'hasOwnProperty', '__proto__'])(
    '%s of every function or object is none',
    (name) => {
      for (const module of [Ledger, bank, () => 'plain', { [name]: undefined }]) {
        expect(() => exports().add('m', module, [name])).toThrow('the name of a function in the module');
      }
    },
  );

  test.each(['caller', 'arguments'])('one of the name %s can be exported', (name) => {
    const node = exports();
    node.add('m', { [name]: (n: number) => n + 1 });
    expect(node.apply('m', name, [1])).toBe(2);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    '%j is undef, as module or function',
    (name) => {
      const node = exports();
      node.add('bank', bank);
      expect(() => node.apply('bank', name, [])).toThrow('does not export');
      expect(() => node.apply(name, 'double', [1])).toThrow('does not export');
      expect(() => node.apply(name, name, [])).toThrow('does not export');
    },
  );

  test('are taken back one by one, or all of a module', () => {
    const node = exports();
    node.add('bank', bank);
    node.remove('bank', ['double']);
    expect(() => node.apply('bank', 'double', [1])).toThrow('does not export bank:double/1');
    node.remove('bank');
    expect(() => node.apply('bank', 'hidden', [])).toThrow('does not export bank:hidden/0');
    node.remove('none');
  });
});

test('wrong arguments are named', () => {
  const node = exports();
  expect(() => node.add(1 as never, bank)).toThrow(/module .*1/);
  expect(() => node.add('m', null as never)).toThrow('an object of functions');
  expect(() => node.add('m', Ledger)).toThrow('with the names of functions');
  expect(() => node.add('m', bank, 'double' as never)).toThrow('a list of names of functions');
  expect(() => node.add('m', bank, [1 as never])).toThrow('the name of a function in the module');
  expect(() => node.add('m', { n: 1 })).toThrow('the name of a function in the module');
});

test('what is not exported is named as one line, whatever it is', () => {
  const long = 'x'.repeat(1000);
  expect(() => exports().apply('a\nb', long, [])).toThrow(
    `does not export "a\\nb":${JSON.stringify(long.slice(0, 255))}/0`,
  );
});
