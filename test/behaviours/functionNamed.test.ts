import { expect, test } from 'vitest';
import { functionNamed } from 'regent-otp/behaviours';

class Worker {
  static startLink() {
    return 'started';
  }
}

test('a function is found by its own name, and by the name that it has in Erlang', () => {
  expect(functionNamed(Worker, 'startLink')?.()).toBe('started');
  expect(functionNamed(Worker, 'start_link')?.()).toBe('started');
  expect(functionNamed({ format_status_2: () => 1 }, 'format_status_2')?.()).toBe(1);
  expect(functionNamed({ formatStatus2: () => 2 }, 'format_status_2')?.()).toBe(2);
});

test('what is spelled as asked for comes first', () => {
  expect(functionNamed({ start_link: () => 'erlang', startLink: () => 'camel' }, 'start_link')?.()).toBe('erlang');
});

test('what a class inherits counts, what all of JavaScript inherits does not', () => {
  class Special extends Worker {}
  expect(functionNamed(Special, 'start_link')?.()).toBe('started');
  expect(functionNamed(new Map(), 'clear')).toBe(Map.prototype.clear);
  for (const name of ['constructor', 'apply', 'call', 'bind', 'caller', 'to_string', 'has_own_property', '__proto__']) {
    for (const module of [Special, new Special(), { startLink: () => 1 }]) {
      expect(functionNamed(module, name)).toBeUndefined();
    }
  }
});

test('there is none in what is no module, nor under the name of a value', () => {
  for (const module of ['worker', 5, null, undefined]) expect(functionNamed(module, 'start_link')).toBeUndefined();
  expect(functionNamed({ startLink: 5 }, 'start_link')).toBeUndefined();
  expect(functionNamed(Worker, 'stop')).toBeUndefined();
});
