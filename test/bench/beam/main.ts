// `npm run bench:beam`: how fast a node is in an Erlang cluster, beside a node of Erlang in its place.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Epmd } from '../../support/beam/epmd.js';
import { ErlangNode } from '../../support/beam/erlangNode.js';
import type { Erlang } from '../../support/beam/erlangs.js';
import { root } from '../harness/folders.js';
import { guarded, print } from '../harness/guarded.js';
import { nodeBinary } from '../harness/nodeBinary.js';
import { median, ratioOf, spread } from '../harness/statistics.js';
import { markdown } from '../harness/table.js';
import { workloads, type BeamWorkload } from './workloads.js';

const usage = `npm run bench:beam -- [options]

  --node MAJOR   run Regent on this Node.js, fetched from the registry as a binary package
  --runs N       counted runs of each, 5 by default
  --only NAME    only this one (may be repeated): ${workloads.map(({ workload }) => workload).join(', ')}
  --prof FOLDER  have Regent leave a CPU profile there
`;
const options = {
  node: { type: 'string' },
  runs: { type: 'string', default: '5' },
  only: { type: 'string', multiple: true },
  prof: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const erlang: Erlang = { release: 'of the PATH', command: (program, args) => [program, args] };
const cookie = 'bench';
const far = 'far@127.0.0.1';

/** Takes so many messages or calls; gives how long that took, ns. */
type Subject = (workload: BeamWorkload) => Promise<number>;

export function main(args: readonly string[]): Promise<void> {
  return guarded(async () => {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return print(usage);
    const chosen = workloads.filter(({ workload }) => values.only?.includes(workload) ?? true);
    const epmd = await Epmd.start(erlang);
    const oneScheduler = ['+S', '1:1'];
    const peer = await ErlangNode.start({ erlang, epmd, cookie, name: far, args: oneScheduler });
    const beam = await ErlangNode.start({ erlang, epmd, cookie, name: 'near@127.0.0.1', args: oneScheduler });
    const worker = await startWorker(await nodeBinary(values.node), epmd.port, values.prof);
    try {
      const source = readFileSync(path.join(root, 'test/bench/beam/bench_beam.erl'), 'utf8');
      for (const node of [peer, beam]) await node.load(source);
      await peer.eval('bench_beam:serve()');
      const release = String(await beam.eval('list_to_binary(erlang:system_info(otp_release))'));
      print(`Regent on Node.js ${values.node ?? process.versions.node}, beside OTP ${release}; one scheduler each\n`);
      const rows: string[][] = [];
      for (const workload of chosen)
        rows.push(await measured(workload, regent(worker), erlangs(beam), Number(values.runs)));
      print(markdown(['workload', 'unit', 'Regent', 'BEAM', 'ratio', 'goal'], rows));
    } finally {
      const exit = once(worker, 'exit');
      worker.disconnect(); // it exits by itself: a process that a signal ends leaves no profile
      await exit;
      await Promise.all([peer.kill(), beam.kill()]);
      await epmd.stop();
    }
  });
}

async function startWorker(binary: string, epmdPort: number, prof: string | undefined): Promise<ChildProcess> {
  const settings = JSON.stringify({ name: 'regent@127.0.0.1', far, cookie, epmdPort });
  const execArgv = prof === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', prof];
  const worker = fork(fileURLToPath(new URL('worker.js', import.meta.url)), [settings], { execPath: binary, execArgv });
  await once(worker, 'message');
  return worker;
}

const regent =
  (worker: ChildProcess): Subject =>
  async ({ workload, n }) => {
    worker.send({ workload, n });
    const [took] = (await once(worker, 'message')) as [number];
    return took;
  };

const erlangs =
  (node: ErlangNode): Subject =>
  async ({ workload, n }) =>
    Number(await node.eval(`bench_beam:${workload}('${far}', ${n})`));

/** Runs both in turn, after a run to warm up. */
async function measured(workload: BeamWorkload, one: Subject, other: Subject, runs: number): Promise<string[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = -1; run < runs; run++) {
    const pair = [(await one(workload)) / workload.n, (await other(workload)) / workload.n] as const;
    if (run < 0) continue;
    ours.push(pair[0]);
    theirs.push(pair[1]);
  }
  const ratio = ratioOf(theirs, ours);
  print(
    `${workload.what}: ${Math.round(median(ours))} ns, BEAM ${Math.round(median(theirs))} ns, ratio ${ratio.toFixed(2)}`,
  );
  const unit = workload.workload.startsWith('call') ? 'ns/call' : 'ns/message';
  const cell = (values: readonly number[]): string =>
    `${Math.round(median(values))} (${spread(values).map(Math.round).join('–')})`;
  return [workload.what, unit, cell(ours), cell(theirs), ratio.toFixed(2), String(workload.goal)];
}
