// Control tuples of Erlang nodes: which signal each is, and which are refused.
import type { Address, Ref } from 'regent-otp';
import { describe, expect, test } from 'vitest';
import { ImproperList } from '../../../../lib/beam/etf/sequences.js';
import { atom, frame, here, mine, myRef, read, signal, theirs, there, tuple } from './control.js';

const theirRef = tuple(atom('no'), atom('ref'));
const bye = tuple(atom('shutdown'), atom('bye'));

describe('operations', () => {
  test.each([
    ['SEND', [2, '', mine]],
    ['SEND_TT', [12, '', mine, 'token']],
    ['SEND_SENDER', [22, theirs, mine]],
    ['SEND_SENDER_TT', [23, theirs, mine, 'token']],
    ['ALTACT_SIG_SEND', [37, 0, theirs, mine]],
    ['ALTACT_SIG_SEND with a token', [37, 2, theirs, mine, 'token']],
  ])('%s is a message', (_, control) => {
    expect(signal(control, 'hello')).toEqual({ kind: 'message', to: mine, message: 'hello' });
  });

  test.each([
    ['REG_SEND', [6, theirs, '', atom('server')]],
    ['REG_SEND_TT', [16, theirs, '', atom('server'), 'token']],
    ['ALTACT_SIG_SEND to a name', [37, 8, theirs, atom('server')]],
  ])('%s is a message to a name', (_, control) => {
    expect(signal(control, 'hello')).toEqual({ kind: 'message', to: ['server', here.node], message: 'hello' });
  });

  test.each([
    ['ALIAS_SEND', [33, theirs, myRef]],
    ['ALIAS_SEND_TT', [34, theirs, myRef, 'token']],
    ['ALTACT_SIG_SEND to an alias', [37, 4, theirs, myRef]],
  ])('%s is a message to an alias', (_, control) => {
    expect(signal(control, 'hello')).toEqual({ kind: 'message', to: myRef, message: 'hello' });
  });

  test.each([
    ['EXIT', true, [3, theirs, mine, bye]],
    ['EXIT_TT', true, [13, theirs, mine, 'token', bye]],
    ['EXIT2', false, [8, theirs, mine, bye]],
    ['EXIT2_TT', false, [18, theirs, mine, 'token', bye]],
  ])('%s is an exit signal', (_, linked, control) => {
    const reason: unknown = expect.objectContaining({ 0: 'shutdown' });
    expect(signal(control)).toEqual({ kind: 'exit', from: theirs, to: mine, reason, linked });
  });

  test.each([
    ['PAYLOAD_EXIT', true, [24, theirs, mine]],
    ['PAYLOAD_EXIT_TT', true, [25, theirs, mine, 'token']],
    ['PAYLOAD_EXIT2', false, [26, theirs, mine]],
    ['PAYLOAD_EXIT2_TT', false, [27, theirs, mine, 'token']],
    ['ALTACT_SIG_SEND of an exit', false, [37, 16, theirs, mine]],
  ])('%s is an exit signal with its reason behind it', (_, linked, control) => {
    expect(signal(control, atom('kill'))).toEqual({ kind: 'exit', from: theirs, to: mine, reason: 'kill', linked });
  });

  test.each([
    ['MONITOR_P_EXIT', [21, theirs, mine, myRef, atom('normal')], []],
    ['PAYLOAD_MONITOR_P_EXIT', [28, theirs, mine, myRef], [atom('normal')]],
  ])('%s is the end of what is monitored', (_, control, payload) => {
    const told = { kind: 'down', from: theirs, to: mine, ref: myRef, reason: 'normal' };
    expect(signal(control, ...payload)).toEqual(told);
  });

  test('the end of a name is told by the name', () => {
    const told = { kind: 'down', from: ['server', there.node], to: mine, ref: myRef, reason: 'noproc' };
    expect(signal([28, atom('server'), mine, myRef], atom('noproc'))).toEqual(told);
  });

  test('LINK, UNLINK_ID and UNLINK_ID_ACK, whose number may be great', () => {
    expect(signal([1, theirs, mine])).toEqual({ kind: 'link', from: theirs, to: mine });
    expect(signal([35, 3, theirs, mine])).toEqual({ kind: 'unlink', id: 3, from: theirs, to: mine });
    const great = 2n ** 63n;
    expect(signal([36, great, theirs, mine])).toEqual({ kind: 'unlink_ack', id: great, from: theirs, to: mine });
  });

  test('GROUP_LEADER says nothing here', () => {
    expect(signal([7, theirs, mine])).toBeUndefined();
  });

  test('SPAWN_REPLY tells the process, or why there is none', () => {
    const reply = { kind: 'spawn_reply', ref: myRef, to: mine, linked: false };
    expect(signal([31, myRef, mine, 0, theirs])).toEqual({ ...reply, from: theirs, error: undefined });
    const refused = { ...reply, from: ['notsup', there.node], error: 'notsup' };
    expect(signal([32, myRef, mine, 0, atom('notsup'), 'token'])).toEqual(refused);
  });

  test('SPAWN_REQUEST names what is to run', () => {
    const mfa = tuple(atom('math'), atom('add'), 2);
    const request = {
      kind: 'spawn',
      ref: myRef,
      from: theirs,
      groupLeader: theirs,
      to: ['math', here.node],
      fun: 'add',
    };
    expect(signal([29, myRef, theirs, theirs, mfa, [atom('link'), tuple(atom('monitor'), [])]], [1, 2])).toEqual({
      ...request,
      args: [1, 2],
      link: true,
      monitor: true,
    });
    expect(signal([30, myRef, theirs, theirs, mfa, [], 'token'], [1, 2])).toEqual({
      ...request,
      args: [1, 2],
      link: false,
      monitor: false,
    });
  });

  test('names that erpc is to run are texts', () => {
    const mfa = tuple(atom('erpc'), atom('execute_call'), 4);
    const request = signal([29, myRef, theirs, theirs, mfa, []], [myRef, atom('math'), atom('add'), [1, 2]]);
    expect(request).toMatchObject({ args: [myRef, 'math', 'add', [1, 2]] });
  });
});

describe('refused', () => {
  test.each([
    ['no tuple', 5, 'no control tuple: undefined with 0 items'],
    ['an empty one', tuple(), 'no control tuple: undefined with 0 items'],
    ['an operation that is none', tuple(99, theirs, mine), 'no control tuple: 99 with 3 items'],
    ['too few items', tuple(1, theirs), 'no control tuple: 1 with 2 items'],
    ['too few items of operation 37', tuple(37, 0, theirs), 'no control tuple: 37 with 3 items'],
    ['no pid', tuple(1, theirs, 'mine'), 'item 3 of the control tuple 1 must be a pid'],
    ['no reference', tuple(19, theirs, mine, theirRef), 'item 4 of the control tuple 19 must be a reference'],
    ['neither a pid nor a name', tuple(19, theirs, 5, myRef), 'item 3 of the control tuple 19 must be an atom'],
    ['a negative number of an unlink', tuple(35, -1, theirs, mine), 'must be a positive integer'],
    ['no number of an unlink', tuple(35, 'one', theirs, mine), 'must be a positive integer'],
  ])('%s', (_, control, problem) => {
    expect(() => read(frame(control))).toThrow(problem);
  });

  test.each([
    ['flags that are no number', [37, 'flags', theirs, mine], 'item 2 of the control tuple 37 must be an integer'],
    ['no list of options', [29, myRef, theirs, theirs, tuple(atom('m'), atom('f'), 0), 5], 'must be a list'],
    ['a name that is none', [29, myRef, theirs, theirs, tuple(1, atom('f'), 0), []], 'must be an atom'],
  ])('%s', (_, control, problem) => {
    expect(() => signal(control, [])).toThrow(problem);
  });

  test('arguments that are no list', () => {
    const control = [29, myRef, theirs, theirs, tuple(atom('m'), atom('f'), 0), []];
    expect(() => signal(control, 5)).toThrow('the arguments of a request for a process must be a list');
  });

  test('a message that is missing, and bytes that are too many', () => {
    expect(() => signal([2, '', mine])).toThrow('a term must follow the control tuple');
    expect(() => signal([1, theirs, mine], 'more')).toThrow('bytes behind the control tuple 1');
    expect(() => read(Buffer.concat([frame(tuple(2, '', mine), 'hello'), Buffer.of(0)]))).toThrow('bytes behind');
  });

  test('frames of another kind', () => {
    expect(() => read(Buffer.of(112, 130, 97, 1))).toThrow('a frame must start with 112 and 131');
    expect(() => read(Buffer.of(131, 131, 97, 1))).toThrow('a frame must start with 112 and 131');
  });
});

test('names may be what JavaScript has words for', () => {
  for (const name of [true, false, undefined, null]) {
    const to = [name === null ? 'nil' : String(name), here.node];
    expect(signal([6, theirs, '', name], 'hello')).toEqual({ kind: 'message', to, message: 'hello' });
  }
});

test('a request is tagged by a reference, by an alias, or by a list with one', () => {
  const alias = new ImproperList([atom('alias')], there.ref(19));
  for (const tag of [alias, new ImproperList([alias], 1)]) {
    const told = signal([22, theirs, mine], tuple(atom('$gen_call'), tuple(theirs, tag), 'what'));
    const { message } = told as unknown as { readonly message: readonly [unknown, readonly [Address, Ref], string] };
    const [label, [caller, replyTo], what] = message;
    expect([label, caller, what]).toEqual(['$gen_call', theirs, 'what']);
    expect(replyTo.toString()).toBe(`#ReplyTag<${theirs.toString()}>`);
  }
});
