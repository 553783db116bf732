// What OTP's own protocols say becomes the tuples, lists and atoms that Erlang expects; all else leaves as it is.
import { Address, Ref } from 'regent-otp';
import { atom, Atom, charlist, tuple } from 'regent-otp/beam';
import { describe, expect, test } from 'vitest';
import { ReplyTag } from '../../../../lib/beam/etf/replyTag.js';
import { ImproperList } from '../../../../lib/beam/etf/sequences.js';
import { sequenceKind } from '../../../../lib/terms/sequenceKind.js';
import { outgoing } from '../../../../lib/beam/signals/outgoing.js';
import { reasonIn, reasonOut } from '../../../../lib/beam/signals/reasons.js';
import { systemReply } from '../../../../lib/beam/signals/systemReply.js';
import { mine, myRef, theirs, there, vocabulary } from './control.js';

/** A term with what it is said to be: `{...}` is marked a tuple, `[...]` a list, `(...)` neither; atoms have a quote. */
function shown(term: unknown): string {
  if (term instanceof Atom) return `'${term.name}`;
  if (term instanceof ImproperList) return `[${term.items.map(shown).join(', ')} | ${shown(term.tail)}]`;
  if (term instanceof Address || term instanceof Ref) return term.toString();
  if (!Array.isArray(term)) return JSON.stringify(term);
  const items = (term as readonly unknown[]).map(shown).join(', ');
  const kind = sequenceKind(term);
  if (kind === undefined) return `(${items})`;
  return kind === 'tuple' ? `{${items}}` : `[${items}]`;
}

const sent = (message: unknown) => shown(outgoing(message, theirs, vocabulary));
const reason = (term: unknown) => shown(reasonOut(term, vocabulary));
const replied = (reply: unknown) => shown(systemReply(reply, vocabulary));
const text = (of: string) => shown(charlist(of));
const [me, them, ref] = [mine, theirs, myRef].map(String);

describe('messages', () => {
  test.each([
    ['EXIT', ['EXIT', mine, 'normal'], `{"EXIT", ${me}, 'normal}`],
    ['EXIT of another length', ['EXIT', mine], `("EXIT", ${me})`],
    ['DOWN', ['DOWN', myRef, 'process', mine, 'noproc'], `{"DOWN", ${ref}, 'process, ${me}, 'noproc}`],
    [
      'DOWN of a name',
      ['DOWN', myRef, 'process', ['server', 'a@b'], 'noproc'],
      `{"DOWN", ${ref}, 'process, {'server, 'a@b}, 'noproc}`,
    ],
    ['DOWN of another length', ['DOWN', myRef, 'process'], `("DOWN", ${ref}, "process")`],
    ['a cast', ['$gen_cast', ['add', 1]], `{"$gen_cast", ("add", 1)}`],
    ['a cast of another length', ['$gen_cast'], '("$gen_cast")'],
    [
      "pg's exchange",
      ['$gen_cast', ['sync', mine, [['g', [mine]]]]],
      `{"$gen_cast", {"sync", ${me}, [{"g", (${me})}]}}`,
    ],
    ["pg's news of those who leave", ['leave', 'x', mine, ['g', 'h']], `("leave", "x", ${me}, ("g", "h"))`],
    ['one of a process', ['leave', mine, [mine], ['g', 'h']], `{"leave", ${me}, (${me}), ["g", "h"]}`],
    ['one without a list', ['leave', mine, [mine], 'g'], `{"leave", ${me}, (${me}), "g"}`],
    ['a reply', [myRef, 'ok'], `{${ref}, "ok"}`],
    ['a request', ['$gen_call', [mine, myRef], 'get'], `{"$gen_call", {${me}, ${ref}}, "get"}`],
    ['a request to sys', ['system', [mine, myRef], 'get_state'], `{"system", {${me}, ${ref}}, 'get_state}`],
    ['what the program says', ['EXITS', mine], `("EXITS", ${me})`],
    ['what it has marked', tuple('EXIT', mine, 'normal'), `{"EXIT", ${me}, "normal"}`],
    ['a text', 'hello', '"hello"'],
  ])('%s', (_, message, expected) => {
    expect(sent(message)).toBe(expected);
  });

  test('the reply to a request of an Erlang process has its tag', () => {
    const tag = new ReplyTag(theirs, there.ref(19), false);
    expect(shown(outgoing([tag, 'suspended'], tag, vocabulary))).toBe(`{${there.ref(19).toString()}, "suspended"}`);
    const system = new ReplyTag(theirs, 'tag', true);
    expect(shown(outgoing([system, 'suspended'], system, vocabulary))).toBe(`{"tag", 'suspended}`);
  });
});

describe('reasons', () => {
  const stack = Object.assign(new Error('why'), { stack: 'Error: why\n    at a (file:1:2)\n    at b (file:3:4)' });

  test.each([
    ["an atom of OTP's", 'normal', `'normal`],
    ['a text', 'my reason', '"my reason"'],
    ['a number', 5, '5'],
    ['one with a stack', ['badarg', stack], `{'badarg, ["at a (file:1:2)", "at b (file:3:4)"]}`],
    ['one without', [['nocatch', 'ball'], []], `{{'nocatch, "ball"}, []}`],
    ['a shutdown', ['shutdown', ['x', 1]], `{'shutdown, ("x", 1)}`],
    [
      'a call that failed',
      ['noproc', ['gen_server', 'call', [mine, 'get']]],
      `{'noproc, {'gen_server, 'call, [${me}, "get"]}}`,
    ],
    ['a tuple of the program', ['mine', 1], '("mine", 1)'],
    ['one it has marked', tuple('normal', 1), '{"normal", 1}'],
    ['the outcome of erpc: a value', [myRef, 'return', 'ok'], `{${ref}, 'return, "ok"}`],
    ['an error', [myRef, 'error', 'undef', stack], `{${ref}, 'error, 'undef, ["at a (file:1:2)", "at b (file:3:4)"]}`],
    ['an error without a stack', [myRef, 'error', 'undef', 'none'], `{${ref}, 'error, 'undef, "none"}`],
    ['a throw', [myRef, 'throw', 'normal'], `{${ref}, 'throw, "normal"}`],
  ])('%s', (_, term, expected) => {
    expect(reason(term)).toBe(expected);
  });

  test('deeper than any of OTP they stay as they are', () => {
    let deep: unknown = 'normal';
    for (let depth = 0; depth < 9; depth++) deep = ['shutdown', deep];
    expect(reason(deep)).toBe(`${`{'shutdown, `.repeat(7)}("shutdown", ("shutdown", "normal"))${'}'.repeat(7)}`);
  });

  test("coming in, OTP's atoms are texts wherever they stand", () => {
    const come = (term: unknown) => shown(reasonIn(term, vocabulary));
    expect(come(atom('normal'))).toBe('"normal"');
    expect(come(atom('mine'))).toBe(`'mine`);
    expect(come(tuple(atom('shutdown'), tuple(atom('badarg'), atom('mine'))))).toBe(`{"shutdown", {"badarg", 'mine}}`);
    expect(come(tuple(myRef, atom('return'), atom('normal')))).toBe(`{${ref}, "return", 'normal}`);
    expect(come(['normal'])).toBe('("normal")');
    const plain = tuple(1, 2);
    expect(reasonIn(plain, vocabulary)).toBe(plain);
  });
});

describe('answers of sys', () => {
  test.each([
    ['ok', 'ok', `'ok`],
    ['a state', ['ok', ['a', 1]], '("ok", ("a", 1))'],
    ['an error', ['error', 'undef'], `{"error", 'undef}`],
    ['a number', 1, '1'],
    ['a status of another length', ['status', mine], `("status", ${me})`],
  ])('%s', (_, reply, expected) => {
    expect(replied(reply)).toBe(expected);
  });

  test('a status', () => {
    const misc = [
      ['header', 'Status'],
      ['header', 5],
      ['data', [['Parent', mine], 'row', [1, 2]]],
      ['data', 'none'],
      'other',
    ];
    const rows = `{'data, [{${text('Parent')}, ${me}}, "row", (1, 2)]}`;
    const expected = `({'header, ${text('Status')}}, ("header", 5), ${rows}, ("data", "none"), "other")`;
    const status = ['status', mine, ['module', 'gen_server'], [[], 'running', mine, [], misc]];
    expect(replied(status)).toBe(`{"status", ${me}, {'module, 'gen_server}, [(), 'running, ${me}, (), ${expected}]}`);
  });

  test('a status of another form is sent all the same', () => {
    expect(replied(['status', theirs, 'mine', [1, 2, 3, 4, 5]])).toBe(
      `{"status", ${them}, {'module, "mine"}, [1, 2, 3, 4, 5]}`,
    );
    expect(replied(['status', theirs, 'mine', 'nothing'])).toContain(`{'module, "mine"}`);
  });
});
