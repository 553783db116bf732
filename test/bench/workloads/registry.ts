import { register, self, unregister, whereis, yieldNow } from 'regent-otp';
import { now } from '../harness/now.js';

const names = Array.from({ length: 1000 }, (_, i) => `name_${i}`);

export async function run(n: number) {
  const start = now();
  for (let i = 0; i < n / names.length; i++) {
    for (const name of names) {
      register(name, self());
      if (whereis(name) !== self()) throw new Error(`${name} is not registered`);
      unregister(name);
    }
    await yieldNow(); // in Erlang a process yields by itself
  }
  return now() - start;
}
