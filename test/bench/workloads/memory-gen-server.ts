import { Counter } from './support/counter.js';
import { usedMemory } from './support/usedMemory.js';

export async function run(n: number) {
  const before = await usedMemory();
  for (let i = 0; i < n; i++) await Counter.start();
  return (await usedMemory()) - before;
}
