import { monitor, on, receive, self, send, spawn, register, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';
import { startPeer } from '../harness/peer.js';

export const options = 'TLS 1.3';

export async function run(n: number) {
  await nodeDies(n); // to warm up
  return nodeDies(n);
}

async function nodeDies(n: number) {
  const host = ['host', await startPeer(import.meta.url)] as const;
  send(host, ['spawn', n, self()]);
  const pids = await receive(on(['pids', P._], ([, list]) => list as readonly Address[]));
  for (const pid of pids) monitor('process', pid);
  await answer(host); // all monitors have arrived
  const start = now();
  send(host, 'die');
  for (let i = 0; i < n; i++) await receive(on(['DOWN', P._, 'process', P._, 'noconnection'], () => undefined));
  return now() - start;
}

function answer(host: readonly [string, string]) {
  send(host, ['ping', self()]);
  return receive(on('pong', () => undefined));
}

export function serve() {
  register('host', spawn(hostProcesses));
}

async function hostProcesses() {
  for (;;) {
    await receive(
      on(['spawn', P.number, P._], ([, count, owner]) => {
        send(owner as Address, ['pids', Array.from({ length: count }, () => spawn(idle))]);
      }),
      on(['ping', P._], ([, from]) => {
        send(from as Address, 'pong');
      }),
      on('die', () => {
        process.kill(process.pid, 'SIGKILL');
      }),
    );
  }
}

async function idle() {
  await receive(on('stop', () => undefined));
}
