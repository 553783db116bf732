import { after, exit, halt, monitor, on, receive, self, send, spawn, register, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';
import { peerEnded, startPeer } from '../harness/peer.js';

export const options = 'TLS 1.3';

export async function run(n: number) {
  for (let i = 0; i < 10; i++) await processesDie(n); // to warm up
  for (let i = 0; i < 6; i++) await nodeDies(n);
  return nodeDies(n);
}

/** As many end here: a node that dies is too short an affair to get warm by. */
async function processesDie(n: number) {
  const pids = Array.from({ length: n }, () => spawn(idle));
  for (const pid of pids) monitor('process', pid);
  for (const pid of pids) exit(pid, 'noconnection');
  await downs(n);
}

async function downs(n: number) {
  for (let i = 0; i < n; i++) await receive(on(['DOWN', P._, 'process', P._, 'noconnection'], () => undefined));
}

async function nodeDies(n: number) {
  const host = ['host', await startPeer(import.meta.url)] as const;
  send(host, ['spawn', n, self()]);
  const pids = await receive(on(['pids', P._], ([, list]) => list as readonly Address[]));
  for (const pid of pids) monitor('process', pid);
  await answer(host); // all monitors have arrived
  await receive(after(300, () => undefined)); // its garbage collector has done with them
  const start = now();
  send(host, 'die');
  await downs(n);
  const elapsed = now() - start;
  await peerEnded(host[1]);
  return elapsed;
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
        halt(1);
      }),
    );
  }
}

async function idle() {
  await receive(on('stop', () => undefined));
}
