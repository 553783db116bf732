// Each signal arrives as it was sent; what is no signal is refused by the name of the field.
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../../../lib/cluster/codec/decodeError.js';
import { EncodeError } from '../../../../lib/cluster/codec/encodeError.js';
import { jsonCodec } from '../../../../lib/cluster/codec/jsonCodec.js';
import { msgpackCodec } from '../../../../lib/cluster/codec/msgpackCodec.js';
import { decodeSignal, encodeSignal, type Way } from '../../../../lib/cluster/codec/signalCodec.js';
import { Incarnation } from '../../../../lib/terms/incarnation.js';
import type { Signal } from '../../../../lib/terms/signal.js';

const from = Incarnation.of('a', 1).newAddress();
const to = Incarnation.of('b', 2).newAddress();
const ref = Incarnation.of('a', 1).ref(9);
const name = ['bank', 'b'] as const;
/** As `b` reads what comes from `a`. */
const way: Way = { here: Incarnation.of('b', 2), there: Incarnation.of('a', 1) };
/** As `a` reads what comes from `b`. */
const back: Way = { here: way.there, there: way.here };

const signals: Signal[] = [
  { kind: 'message', to, message: ['$gen_cast', ['add', 1]] },
  { kind: 'message', to, message: undefined },
  { kind: 'message', to: ref, message: { a: from } },
  { kind: 'message', to: ref, message: [ref, ['ok', from]] },
  { kind: 'message', to: ref, message: [ref, 'ok', 'and more'] },
  { kind: 'message', to: ref, message: [Incarnation.of('a', 1).ref(10), 'of another call'] },
  { kind: 'message', to: name, message: [new Map([[1, 2]])] },
  { kind: 'message', to: ['@', 'b'], message: 'to a name that is a tag' },
  { kind: 'link', from, to },
  { kind: 'unlink', from, to, id: 7 },
  { kind: 'unlink', from, to, id: undefined },
  { kind: 'unlink_ack', from, to, id: 7 },
  { kind: 'exit', from, to, reason: 'killed', linked: true },
  { kind: 'exit', from, to, reason: [new Error('x'), []], linked: false },
  { kind: 'monitor', from, to, ref },
  { kind: 'monitor', from, to: name, ref },
  { kind: 'demonitor', from, to, ref },
  { kind: 'demonitor', from, to: name, ref },
  { kind: 'monitor', from, to: ['@', 'b'], ref },
  { kind: 'call', from, to, ref, label: '$gen_call', request: ['add', 1] },
  { kind: 'call', from, to: name, ref, label: from, request: undefined },
  { kind: 'down', from, to, ref, reason: 'noproc' },
  { kind: 'down', from: name, to, ref, reason: 'normal' },
  { kind: 'spawn', from, to: name, ref, fun: 'rate', args: [1, [to]], link: true, monitor: false, groupLeader: from },
  { kind: 'spawn', from, to: ['@', 'b'], ref, fun: '', args: [], link: false, monitor: true, groupLeader: to },
  { kind: 'spawn_reply', from, to, ref, linked: true, error: undefined },
  { kind: 'spawn_reply', from: name, to, ref, linked: false, error: 'noconnection' },
];

/** Those that have a form which spells all identifiers out, in the order of their numbers. */
const kinds: Signal['kind'][] = ['message', 'link', 'unlink', 'unlink_ack', 'exit', 'monitor', 'demonitor', 'down'];

describe.each([msgpackCodec, jsonCodec])('$name', (codec) => {
  test.each(signals)('$kind', (signal) => {
    const got = decodeSignal(codec, encodeSignal(codec, signal), signal.to === ref ? back : way);
    expect(got).toStrictEqual(signal);

    for (const field of ['from', 'to', 'ref', 'groupLeader']) {
      const sent = (signal as unknown as Record<string, unknown>)[field];
      if (!Array.isArray(sent)) expect((got as unknown as Record<string, unknown>)[field]).toBe(sent);
    }
  });

  test('messages to the processes of many nodes find each its own', () => {
    for (let node = 0; node < 200; node++) {
      const each = Incarnation.of(`node${node}`, 1 + node).newAddress();
      const here = each.home as Incarnation;
      const got = decodeSignal(codec, encodeSignal(codec, { kind: 'message', to: each, message: node }), {
        ...way,
        here,
      });
      expect(got).toEqual({ kind: 'message', to: each, message: node });
      expect(got.to).toBe(each);
    }
  });

  test('who is behind the name in a down signal stays at home', () => {
    const known: Signal = { kind: 'down', from: name, to, ref, reason: 'normal', by: to };
    expect(decodeSignal(codec, encodeSignal(codec, known), way)).toStrictEqual({
      kind: 'down',
      from: name,
      to,
      ref,
      reason: 'normal',
    });
  });

  test('an unlink without an id, as it is inside a node', () => {
    expect(decodeSignal(codec, encodeSignal(codec, { kind: 'unlink', from, to }), way)).toEqual({
      kind: 'unlink',
      from,
      to,
    });
  });

  test.each([
    ['message[1].handler: a function', { kind: 'message', to, message: ['ok', { handler: () => 1 }] }],
    ['message[1].reply: a function', { kind: 'message', to: ref, message: [ref, { reply: () => 1 }] }],
    ['request[1]: a function', { kind: 'call', from, to, ref, label: '$gen_call', request: ['run', () => 1] }],
    ['message: a symbol', { kind: 'message', to, message: Symbol() }],
    ['reason.socket: a function', { kind: 'exit', from, to, reason: { socket: () => 1 }, linked: true }],
    ['reason[0]: a function', { kind: 'down', from, to, ref, reason: [() => 1] }],
    [
      'args[1]: a function',
      {
        kind: 'spawn',
        from,
        to: name,
        ref,
        fun: 'f',
        args: [1, () => 1],
        link: false,
        monitor: false,
        groupLeader: from,
      },
    ],
  ] as [string, Signal][])('what cannot travel is named from its field: %s', (problem, signal) => {
    expect(() => encodeSignal(codec, signal)).toThrow(EncodeError);
    expect(() => encodeSignal(codec, signal)).toThrow(
      new RegExp(`^${problem.replace(/[[\]]/g, '\\$&')} cannot travel`),
    );
  });

  test('a cycle in a message is told of the message', () => {
    const self: unknown[] = [];
    self.push(self);
    expect(() => encodeSignal(codec, { kind: 'message', to, message: self })).toThrow('message[0]: a cycle');
  });

  const formOf = (signal: Signal) => (codec.decode(encodeSignal(codec, signal)) as number[])[0]!;
  const number = (kind: Signal['kind']) => kinds.indexOf(kind);
  const addressed = formOf({ kind: 'message', to, message: 1 });
  const reply = formOf({ kind: 'message', to: ref, message: [ref, 1] });
  const call = formOf({ kind: 'call', from, to, ref, label: 1, request: 1 });
  const watch = formOf({ kind: 'monitor', from, to, ref });
  const unwatch = formOf({ kind: 'demonitor', from, to, ref });

  test.each([
    ['a number alone', 0, 'a signal must be an array'],
    ['no kind', [], 'a signal must be an array that starts with the number of its form'],
    ['an unknown kind', [99, from, to], 'the number of its form'],
    ['the name of a kind', ['message', to, 1], 'the number of its form'],
    ['a fraction of a kind', [0.5, to, 1], 'the number of its form'],
    ['the length as a kind', ['length', to, 1], 'the number of its form'],
    [
      'a message without a term',
      [number('message'), to],
      'a signal of the form message must have the fields to, message',
    ],
    ['a message with too much', [number('message'), to, 1, 2, 3, 4, 5], 'must have the fields'],
    ['a message to a text', [number('message'), 'b', 1], 'to of a message signal must be an address, a reference'],
    ['a message to a name on no node', [number('message'), ['bank', 'b c'], 1], 'to of a message signal'],
    ['a message to a name that is a number', [number('message'), [1, 'b'], 1], 'to of a message signal'],
    ['a message to a name of three', [number('message'), ['bank', 'b', 'c'], 1], 'to of a message signal'],
    ['a message to no process', [addressed, 0, 'x'], 'the number of an address'],
    ['a message to a reference by number', [addressed, ref, 'x'], 'to of a message signal must be a number or a name'],
    ['a message without a term in it', [addressed, 1], 'the fields to, message'],
    ['a reply to no reference', [reply, -1, 'x'], 'the number of an address or reference'],
    ['a reply without a term', [reply, 9], 'the fields to, message[1]'],
    ['a monitor of null', [watch, 5, null, 9], 'to of a monitor signal must be a number or a name'],
    ['a monitor by no process', [watch, 0, 7, 9], 'the number of an address'],
    ['a monitor without a number', [watch, 5, 7, '9'], 'ref of a monitor signal must be a positive'],
    ['a demonitor of a process that is none', [unwatch, 5, 1.5, 9], 'the number of an address'],
    ['a demonitor with too little', [unwatch, 5, 7], 'the fields from, to, ref'],
    ['a call by a name', [call, 'bank', 7, 9, '$gen_call', 1], 'the number of an address'],
    ['a call without a reference', [call, 5, 7, 0, '$gen_call', 1], 'ref of a call signal must be a positive'],
    ['a call without a request', [call, 5, 7, 9, '$gen_call'], 'the fields from, to, ref, label, request'],
    ['a link from a name', [number('link'), name, to], 'from of a link signal must be an address'],
    ['a link to a reference', [number('link'), from, ref], 'to of a link signal must be an address'],
    ['an unlink with an id of 0', [number('unlink'), from, to, 0], 'id of a unlink signal must be a positive integer'],
    ['an acknowledgement without an id', [number('unlink_ack'), from, to, undefined], 'id of a unlink_ack signal'],
    ['an exit linked by a number', [number('exit'), from, to, 'x', 1], 'linked of a exit signal must be true or false'],
    ['an exit to a name', [number('exit'), from, name, 'x', true], 'to of a exit signal must be an address'],
    ['a monitor by a number', [number('monitor'), from, to, 5], 'ref of a monitor signal must be a reference'],
    ['a monitor of a reference', [number('monitor'), from, ref, ref], 'to of a monitor signal must be an address or'],
    ['a demonitor from null', [number('demonitor'), null, to, ref], 'from of a demonitor signal must be an address'],
    ['a down that tells who is behind a name', [number('down'), name, to, ref, 'x', from], 'must have the fields from'],
    ['a down to nobody', [number('down'), from, undefined, ref, 'x'], 'to of a down signal must be an address'],
    [
      'a spawn by a name',
      [12, name, name, ref, 'f', [], true, true, from],
      'from of a spawn signal must be an address',
    ],
    [
      'a spawn for an address',
      [12, from, to, ref, 'f', [], true, true, from],
      'to of a spawn signal must be a name on',
    ],
    ['a spawn of a module that is a number', [12, from, [1, 'b'], ref, 'f', [], true, true, from], 'to of a spawn'],
    [
      'a spawn without a reference',
      [12, from, name, 9, 'f', [], true, true, from],
      'ref of a spawn signal must be a ref',
    ],
    [
      'a spawn of a function that is none',
      [12, from, name, ref, 1, [], true, true, from],
      'fun of a spawn signal must be',
    ],
    [
      'a spawn with arguments by name',
      [12, from, name, ref, 'f', { 0: 1 }, true, true, from],
      'args of a spawn signal',
    ],
    [
      'a spawn linked by a number',
      [12, from, name, ref, 'f', [], 1, true, from],
      'link of a spawn signal must be true or',
    ],
    [
      'a spawn that says not if it monitors',
      [12, from, name, ref, 'f', [], true, undefined, from],
      'monitor of a spawn',
    ],
    [
      'a spawn led by a name',
      [12, from, name, ref, 'f', [], true, true, name],
      'groupLeader of a spawn signal must be',
    ],
    ['a spawn with too little', [12, from, name, ref, 'f', []], 'must have the fields from, to, ref, fun, args, link'],
    ['a spawn with options of its own', [12, from, name, ref, 'f', [], true, true, from, {}], 'must have the fields'],
    ['a reply to a spawn by a text', [13, 'b', to, ref, true, undefined], 'from of a spawn_reply signal must be'],
    ['a reply to a spawn for a name', [13, from, name, ref, true, undefined], 'to of a spawn_reply signal must be'],
    ['a reply to a spawn that is none', [13, from, to, 1, true, undefined], 'ref of a spawn_reply signal must be a'],
    [
      'a reply to a spawn linked by a text',
      [13, from, to, ref, 'yes', undefined],
      'linked of a spawn_reply signal must',
    ],
    [
      'a reply to a spawn with a term for an error',
      [13, from, to, ref, false, ['e']],
      'error of a spawn_reply signal must',
    ],
  ])('%s is refused', (_title, term, problem) => {
    expect(() => decodeSignal(codec, codec.encode(term), way)).toThrow(problem);
    expect(() => decodeSignal(codec, codec.encode(term), way)).toThrow(DecodeError);
  });
});
