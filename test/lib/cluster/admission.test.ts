import { describe, expect, test } from 'vitest';
import { admission, type Situation } from '../../../lib/cluster/admission.js';

const crossingTime = 10_000;
const stranger: Situation = {
  ownId: 'b',
  remoteId: 'a',
  remoteCreation: 1,
  isDialling: false,
  standing: undefined,
  isSuperseded: false,
  crossingTime,
};
const dialled = { creation: 1, isDialled: true, age: 0 };
const accepted = { creation: 1, isDialled: false, age: 0 };
const greater = { ownId: 'a', remoteId: 'b' };

test('a node that is not connected is let in', () => {
  expect(admission(stranger)).toBe('ok');
  expect(admission({ ...stranger, ...greater })).toBe('ok');
});

describe('of two nodes that dial each other at once', () => {
  test('the one with the smaller id refuses the other', () => {
    expect(admission({ ...stranger, ...greater, isDialling: true })).toBe('simultaneous_connect');
  });

  test('the one with the greater id lets the other in', () => {
    expect(admission({ ...stranger, isDialling: true })).toBe('ok');
  });
});

describe('a node that asks although it is connected', () => {
  test('has lost the connection if it dialled that itself', () => {
    expect(admission({ ...stranger, standing: accepted })).toBe('ok');
    expect(admission({ ...stranger, ...greater, standing: accepted })).toBe('ok');
  });

  test('has lost the connection if its id is smaller: it would have refused ours otherwise', () => {
    expect(admission({ ...stranger, standing: dialled })).toBe('ok');
  });

  test('may have asked before it took ours, while that is young', () => {
    expect(admission({ ...stranger, ...greater, standing: dialled })).toBe('already_connected');
    const old = { ...dialled, age: crossingTime + 1 };
    expect(admission({ ...stranger, ...greater, standing: old })).toBe('ok');
  });
});

describe('a node that asks while another run of it is connected', () => {
  const standing = { ...dialled, creation: 2 };

  test('takes its place', () => {
    expect(admission({ ...stranger, standing })).toBe('ok');
    expect(admission({ ...stranger, ...greater, standing })).toBe('ok');
  });

  test('is refused if it is the earlier one', () => {
    expect(admission({ ...stranger, standing, isSuperseded: true })).toBe('superseded');
  });
});

test('a run that was superseded may come back when the later one has gone', () => {
  expect(admission({ ...stranger, isSuperseded: true })).toBe('ok');
});
