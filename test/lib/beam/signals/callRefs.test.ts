// The reference of a call is held while the call lasts. It is to be found afterwards only if somebody may have kept it.
import { Ref } from 'regent-otp';
import { expect, test } from 'vitest';
import { TermEncoder } from '../../../../lib/beam/etf/encoder.js';
import { Identifiers } from '../../../../lib/beam/etf/identifiers.js';
import { defaultLimits } from '../../../../lib/beam/etf/limits.js';
import { ImproperList } from '../../../../lib/beam/etf/sequences.js';
import { BeamFormat } from '../../../../lib/beam/signals/beamFormat.js';
import { atom, here, mine, signal, theirs, there, tuple, vocabulary } from './control.js';

let lastId = 1001;

/** A reference that is held, as the session of a call does. */
function heldRef(): Ref {
  const ref = new Ref(here, (lastId += 2));
  ref.aliasOf = ref;
  here.hold(ref);
  return ref;
}

/** The call is over: whether its reference is still found by its number. */
function isKept(ref: Ref): boolean {
  here.release(ref);
  return here.known(ref.id) === ref;
}

const tagOf = (ref: Ref) => new ImproperList([atom('alias')], ref);

test('a reply comes to its call, and nothing is kept', () => {
  const ref = heldRef();
  expect(signal([33, theirs, ref], tuple(tagOf(ref), 'done'))).toEqual({
    kind: 'message',
    to: ref,
    message: [ref, 'done'],
  });
  expect(isKept(ref)).toBe(false);
});

test.each<readonly [string, (ref: Ref) => unknown]>([
  ['a message', (ref) => ref],
  ['a message with another tag', (ref) => tuple(atom('done'), ref)],
  ['a caller that is passed on', (ref) => tuple('$gen_call', tuple(mine, tagOf(ref)), 'get')],
])('%s to a process has it kept', (_, payload) => {
  const ref = heldRef();
  signal([22, theirs, mine], payload(ref));
  expect(isKept(ref)).toBe(true);
});

test('a reply that mentions it once more has it kept', () => {
  const ref = heldRef();
  signal([33, theirs, ref], tuple(tagOf(ref), ref));
  expect(isKept(ref)).toBe(true);
});

test('a message to the alias of a call that is no reply has it kept', () => {
  const ref = heldRef();
  signal([33, theirs, ref], tuple(atom('done'), ref));
  expect(isKept(ref)).toBe(true);
});

test('a reply that mentions another call has that one kept', () => {
  const [ref, other] = [heldRef(), heldRef()];
  signal([33, theirs, ref], tuple(tagOf(ref), other));
  expect([isKept(ref), isKept(other)]).toEqual([false, true]);
});

test('a request leaves nothing behind; a message with the reference in it does', () => {
  const terms = { identifiers: new Identifiers(here.node, here), vocabulary, limits: defaultLimits };
  const format = new BeamFormat({ ...terms, binaries: 'text', sender: mine }, new TermEncoder(terms), there.node);
  const [asked, told] = [heldRef(), heldRef()];
  format.encode({ kind: 'message', to: theirs, message: ['$gen_call', [mine, asked], 'get'] });
  format.encode({ kind: 'message', to: theirs, message: ['told', told] });
  expect([isKept(asked), isKept(told)]).toEqual([false, true]);
});

test('the reference in a request of a call that is not held is found all the same', () => {
  const terms = { identifiers: new Identifiers(here.node, here), vocabulary, limits: defaultLimits };
  const format = new BeamFormat({ ...terms, binaries: 'text', sender: mine }, new TermEncoder(terms), there.node);
  const ref = new Ref(here, (lastId += 2));
  ref.aliasOf = ref;
  format.encode({ kind: 'message', to: theirs, message: ['$gen_call', [mine, ref], 'get'] });
  expect(isKept(ref)).toBe(true);
});
