// Which texts are atoms, and which arrays tuples.
import { expect, it } from 'vitest';
import { self, startNode } from 'regent-otp';
import { atom, Atom, binary, Binary, binaryToTerm, list, termToBinary, text, tuple } from 'regent-otp/beam';

const atoms = ['deposit', 'owner'];
const hex = (term: unknown, declared: readonly string[] = atoms): string =>
  Buffer.from(termToBinary(term, { atoms: declared })).toString('hex');
const there = (term: unknown, declared: readonly string[] = atoms): unknown =>
  binaryToTerm(termToBinary(term, { atoms: declared }), { atoms: declared });

it('a declared text is an atom wherever it stands; any other is a binary', () => {
  expect(hex('deposit')).toBe(hex(atom('deposit')));
  expect(hex('deposit', [])).toBe(hex(binary('deposit')));
  expect(there(['deposit', 'alice', 'owner'])).toEqual(['deposit', 'alice', 'owner']);
  expect(hex(tuple(1, 'alice'))).toBe(hex(tuple(1, binary('alice'))));
});

it('an atom that is not declared arrives as an Atom, one object for each name', () => {
  expect(there(atom('withdraw'))).toBe(atom('withdraw'));
  expect(there(atom('deposit'))).toBe('deposit');
  expect(String(there(atom('withdraw')))).toBe('withdraw');
});

it('a text that is spelled like a declared atom arrives as a Binary, and is told from it on the way back', () => {
  const spelled = there(binary('owner'));
  expect(spelled).toBeInstanceOf(Binary);
  expect(text(spelled as Binary)).toBe('owner');
  expect(hex(there(tuple(1, binary('owner'))))).toBe(hex(tuple(1, binary('owner'))));
});

it("OTP's own atoms are atoms as the first item of a tuple, and nowhere else", () => {
  expect(hex(['ok', 1], [])).toBe(hex(tuple(atom('ok'), 1), []));
  expect(hex('ok', [])).toBe(hex(binary('ok'), []));
  expect(hex(tuple(1, 'ok'), [])).toBe(hex(tuple(1, binary('ok')), []));
  expect(there(tuple(atom('ok'), atom('ok')), [])).toEqual(['ok', atom('ok')]);
  expect(there(atom('ok'), [])).toBeInstanceOf(Atom);
});

it('an array is a tuple if its first item is an atom, else a list; marks and arrivals overrule that', () => {
  expect(hex(['deposit', 5])).toBe(hex(tuple(atom('deposit'), 5)));
  expect(hex([atom('withdraw'), 5])).toBe(hex(tuple(atom('withdraw'), 5)));
  expect(hex(['alice', 5])).toBe(hex(list('alice', 5)));
  expect(hex(list('deposit', 5))).not.toBe(hex(['deposit', 5]));
  expect(hex(there(list('deposit')))).toBe(hex(list('deposit')));
  expect(hex(there(tuple('alice')))).toBe(hex(tuple('alice')));
});

it('a map whose keys are all declared is an object here, every other one a Map', () => {
  expect(there({ owner: 'alice' })).toEqual({ owner: 'alice' });
  expect(there({ name: 'alice' })).toEqual(new Map([['name', 'alice']]));
  expect(there(new Map([[atom('owner'), 1], [atom('other'), 2]]))).toEqual(new Map<unknown, unknown>([['owner', 1], [atom('other'), 2]])); // prettier-ignore
  expect(there({})).toEqual(new Map());
  expect(Object.isFrozen(there({ owner: 1 }))).toBe(true);
});

it('a key named __proto__ is data', () => {
  const declared = ['__proto__'];
  const arrived = there(new Map([['__proto__', 1]]), declared) as object;
  expect(Object.getOwnPropertyNames(arrived)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(arrived)).toBe(Object.prototype);
  expect(there(new Map([['__proto__', 1]]), [])).toEqual(new Map([['__proto__', 1]]));
});

it("with binaries as 'bytes' every binary is a Binary", () => {
  const arrived = binaryToTerm(termToBinary('alice'), { binaries: 'bytes' });
  expect(arrived).toEqual(binary('alice'));
  expect(text(arrived as Binary)).toBe('alice');
});

it('what is no atom, no text and no number of Erlang is refused with the path to it', () => {
  expect(() => termToBinary({ a: [1, { handler: () => 1 }] })).toThrow(
    'term.a[1].handler: a function cannot travel to another node',
  );
  expect(() => termToBinary([NaN])).toThrow('term[0]: NaN is no number in Erlang');
  expect(() => termToBinary(new Date(0))).toThrow('term: an instance of Date cannot travel to an Erlang node');
  expect(() => termToBinary('\ud800')).toThrow('half of a character');
  const cycle: unknown[] = [];
  cycle.push(cycle);
  expect(() => termToBinary(cycle)).toThrow('nested deeper than 512 levels, or in a cycle');
  expect(() => atom('a'.repeat(256))).toThrow('atom: name must be a text of up to 255 characters');
  expect(atom('λ'.repeat(255)).name).toHaveLength(255);
  expect(() => termToBinary(1, { atoms: ['true'] })).toThrow('names of atoms other than true');
});

it('an Error travels as a tuple with its name and message', () => {
  expect(there(new TypeError('no such field'))).toEqual(['js_error', 'TypeError', 'no such field']);
});

it('an address is the same object on its way back', async () => {
  const node = startNode();
  expect(await node.run(() => binaryToTerm(termToBinary(self())) === self())).toBe(true);
  await node.stop();
});
