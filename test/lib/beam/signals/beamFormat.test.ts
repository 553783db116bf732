// Signals on their way out, and what never goes out.
import { termToBinary } from 'regent-otp/beam';
import { expect, test } from 'vitest';
import { TermEncoder } from '../../../../lib/beam/etf/encoder.js';
import { Identifiers } from '../../../../lib/beam/etf/identifiers.js';
import { defaultLimits } from '../../../../lib/beam/etf/limits.js';
import { BeamFormat } from '../../../../lib/beam/signals/beamFormat.js';
import { incoming } from '../../../../lib/beam/signals/incoming.js';
import type { Signal } from '../../../../lib/terms/signal.js';
import { atom, here, mine, myRef, read, theirs, there, tuple, vocabulary } from './control.js';

function format() {
  const terms = { identifiers: new Identifiers(here.node, here), vocabulary, limits: defaultLimits };
  return new BeamFormat({ ...terms, binaries: 'text', sender: mine }, new TermEncoder(terms), there.node);
}

test.each<readonly [Signal, Signal]>([
  [
    { kind: 'unlink', id: 3, from: mine, to: mine },
    { kind: 'unlink', id: 3, from: mine, to: mine },
  ],
  [
    { kind: 'unlink_ack', id: 3, from: mine, to: mine },
    { kind: 'unlink_ack', id: 3, from: mine, to: mine },
  ],
  [
    { kind: 'exit', from: mine, to: mine, reason: 'normal', linked: false },
    { kind: 'exit', from: mine, to: mine, reason: 'normal', linked: false },
  ],
])('%o is read as it was written', (signal, expected) => {
  expect(read(Buffer.from(format().encode(signal)).subarray(4))).toEqual(expected);
});

test('bytes need not be a Buffer', () => {
  const frame = format().encode({ kind: 'link', from: mine, to: mine }).slice(4);
  expect(format().decode(Uint8Array.from(frame))).toEqual({ kind: 'link', from: mine, to: mine });
});

test('a call has gone as a monitor and a message before', () => {
  const call: Signal = { kind: 'call', from: mine, to: theirs, ref: myRef, label: '$gen_call', request: 'get' };
  expect(() => format().encode(call)).toThrow('a call goes to an Erlang node as a monitor and a message');
});

test('what cannot travel leaves nothing behind', () => {
  const one = format();
  const bad: Signal = { kind: 'message', to: theirs, message: () => 'a function' };
  expect(() => one.encode(bad)).toThrow('message');
  const link: Signal = { kind: 'link', from: mine, to: mine };
  expect(one.encode(link)).toEqual(format().encode(link));
});

test('an error of a getter is thrown as it is; the place of what cannot travel is told', () => {
  const broken = {
    get field(): unknown {
      throw new RangeError('no luck');
    },
  };
  expect(() => termToBinary(broken)).toThrow(RangeError);
  expect(() => termToBinary({ 'two words': { deep: [1, NaN] } })).toThrow('term["two words"].deep[1]');
});

test('messages of three that are no requests stay as they are', () => {
  for (const message of [
    tuple('a', 'b', 'c'),
    tuple('a', [1, 2, 3], 'c'),
    tuple('a', [theirs, there.ref(19)], 'c'),
    tuple(mine, [theirs, there.ref(19)], 'c'),
    tuple('$gen_call', ['nobody', there.ref(19)], 'c'),
    tuple('$gen_call', [theirs, 5], 'c'),
    tuple('$gen_call', [theirs, null], 'c'),
    tuple('$gen_call', [mine, myRef], 'c'),
    tuple(atom('a'), 'b'),
  ])
    expect(incoming(message, here, vocabulary)).toBe(message);
});

test('a request of a gen_event manager begins with its caller', () => {
  const message = incoming(tuple(theirs, [theirs, there.ref(19)], 'which_handlers'), here, vocabulary) as unknown[];
  expect(message[0]).toBe(theirs);
  expect(String((message[1] as unknown[])[1])).toContain('#ReplyTag');
});
