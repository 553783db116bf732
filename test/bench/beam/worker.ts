// Regent's side: an OS process that joins the Erlang cluster, and measures what it is asked for.
import { drained, on, receive, self, send, spawn, startNode } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { joinBeam } from 'regent-otp/beam';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';
import type { Task } from './workloads.js';

const { name, far, cookie, epmdPort } = JSON.parse(process.argv[2]!) as Record<'name' | 'far' | 'cookie', string> & {
  readonly epmdPort: number;
};
const batch = 1000;
const added = on(['add', P._], () => undefined);

const node = startNode({ name, messages: 'shared' });
await joinBeam(node, { name, cookie, epmd: { port: epmdPort }, atoms: ['add', 'count', 'send', 'ping', 'done'] });

const workloads: Record<Task['workload'], (n: number) => Promise<void>> = {
  async out(n) {
    const sink = ['sink', far] as const;
    for (let sent = 0; sent < n;) {
      for (const end = Math.min(n, sent + batch); sent < end; sent++) send(sink, ['add', sent]);
      await drained(sink); // in Erlang the sender is suspended by itself
    }
    send(sink, ['count', self()]);
    await receive(on(['count', n], () => undefined));
  },
  async in(n) {
    send(['source', far], ['send', n, self()]);
    for (let taken = 0; taken < n; taken++) await receive(added);
  },
  call: (n) => callAll(n),
  async calls(n) {
    const me = self();
    for (let client = 0; client < 100; client++) {
      spawn(async () => {
        await callAll(n / 100);
        send(me, 'done');
      });
    }
    for (let client = 0; client < 100; client++) await receive(on('done', () => undefined));
  },
};

async function callAll(n: number): Promise<void> {
  for (let left = n; left > 0; left--) {
    if ((await genServer.call(['echo', far], ['ping', left])) !== left) throw new Error('a wrong reply');
  }
}

process.on('message', ({ workload, n }: Task) => {
  void node
    .run(async () => {
      const start = now();
      await workloads[workload](n);
      return now() - start;
    })
    .then((took) => process.send!(took));
});
process.once('disconnect', () => process.exit());
process.send!('ready');
