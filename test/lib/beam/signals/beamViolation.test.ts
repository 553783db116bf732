// What an Erlang node may not say: for others, in the name of others, about references of others.
import { expect, test } from 'vitest';
import { beamViolation } from '../../../../lib/beam/signals/beamViolation.js';
import type { Signal } from '../../../../lib/terms/signal.js';
import { here, mine, myRef, theirs, there } from './control.js';

const theirRef = there.ref(19);
const [from, to] = [theirs, mine];
const named = (node: string) => ['server', node] as const;

test.each<readonly [string | undefined, Signal]>([
  [undefined, { kind: 'message', to, message: 'hello' }],
  [undefined, { kind: 'message', to: named(here.node), message: 'hello' }],
  [undefined, { kind: 'link', from, to }],
  [undefined, { kind: 'unlink_ack', id: 1, from, to }],
  [undefined, { kind: 'monitor', from, to, ref: theirRef }],
  [undefined, { kind: 'down', from, to, ref: myRef, reason: 'normal' }],
  [undefined, { kind: 'down', from: named(there.node), to, ref: myRef, reason: 'normal' }],
  [`message signal for ${theirs.toString()}, which is not of this node`, { kind: 'message', to: theirs, message: 1 }],
  [
    `message signal for ["server","${there.node}"], which is not of this node`,
    { kind: 'message', to: named(there.node), message: 1 },
  ],
  [`link signal in the name of ${mine.toString()}`, { kind: 'link', from: mine, to }],
  [
    `down signal in the name of ["server","${here.node}"]`,
    { kind: 'down', from: named(here.node), to, ref: myRef, reason: 'normal' },
  ],
  [`monitor signal with the reference ${myRef.toString()}`, { kind: 'monitor', from, to, ref: myRef }],
  [`demonitor signal with the reference ${myRef.toString()}`, { kind: 'demonitor', from, to, ref: myRef }],
  [`down signal with the reference ${theirRef.toString()}`, { kind: 'down', from, to, ref: theirRef, reason: 'x' }],
  [
    `spawn_reply signal with the reference ${theirRef.toString()}`,
    { kind: 'spawn_reply', from, to, ref: theirRef, linked: false, error: undefined },
  ],
])('%s', (problem, signal) => {
  expect(beamViolation(signal, here, there)).toBe(problem);
});
