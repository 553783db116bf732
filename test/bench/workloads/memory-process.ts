import { on, receive, self, send, spawn } from 'regent-otp';
import { usedMemory } from './support/usedMemory.js';

export async function run(n: number) {
  const owner = self();
  const before = await usedMemory();
  for (let i = 1; i < n; i++) spawn(idle);
  spawn(() => {
    send(owner, 'ready');
    return idle();
  });
  await receive(on('ready', () => undefined));
  return (await usedMemory()) - before;
}

async function idle() {
  await receive(on('stop', () => undefined));
}
