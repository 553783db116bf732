import fc from 'fast-check';
import { startMemoryCluster } from 'regent-otp/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Address, Node } from 'regent-otp';
import { holds } from '../../support/holds.js';
import { messageMode } from '../../support/startTestNode.js';
import { maxProcesses, programs, type Program } from './program.js';
import { RealSystem, type Report } from './realSystem.js';
import { SignalModel, type ModelProcess } from './signalModel.js';

let nodes: readonly Node[];
let relays: readonly Address[];
let stop: () => Promise<void>;

beforeAll(async () => {
  const cluster = await startMemoryCluster(['a', 'b', 'c'], { node: { messages: messageMode } });
  nodes = [cluster.nodes.a, cluster.nodes.b, cluster.nodes.c];
  stop = cluster.stop;
  relays = await RealSystem.relays(nodes);
});

afterAll(() => stop());

/** What a process was told by each other one, in order: only that order is given in Erlang. */
function bySender(told: readonly (readonly [number, string])[]): Record<number, string[]> {
  const groups: Record<number, string[]> = {};
  for (const [by, what] of told) (groups[by] ??= []).push(what);
  return groups;
}

function ofModel({ isAlive, told, links, monitors }: ModelProcess) {
  if (!isAlive) return undefined;
  return {
    told: bySender(told.map(({ by, what }) => [by, what])),
    links: [...links].sort(),
    monitors,
  };
}

function ofReal(report: Report | undefined, pids: readonly Address[]) {
  if (report === undefined) return undefined;
  const numberOf = (pid: Address) => pids.indexOf(pid);
  return {
    told: bySender(report.told.map(([by, what]) => [numberOf(by), what])),
    links: report.links.map(numberOf).sort(),
    monitors: report.monitors.map(numberOf),
  };
}

async function run({ places, steps }: Program): Promise<void> {
  const model = new SignalModel({ places });
  const real = new RealSystem(relays);
  await real.start(nodes, places);
  for (const [step, { by: pick, act }] of steps.entries()) {
    const by = pick % model.processes.length;
    if (!model.processes[by]!.isAlive) continue;
    if (act.kind === 'spawn' && model.processes.length === maxProcesses) continue;
    const alive = model.processes.filter(({ isAlive }) => isAlive).length;
    const expected = model.act(step, by, act);
    const result = await real.act(step, by, act);
    const ended = alive - model.processes.filter(({ isAlive }) => isAlive).length;
    await real.settle(ended + 1);
    if (model.processes[by]!.isAlive) expect(result).toEqual(expected);
    for (const [index, process] of model.processes.entries()) {
      expect(ofReal(await real.report(index), real.pids)).toEqual(ofModel(process));
    }
  }
  await real.stop();
}

test('what processes of three nodes do to each other follows the rules of signals', async () => {
  const property = fc.asyncProperty(programs, (program) => nodes[0]!.run(() => run(program)));
  await holds('signals', property, 2000);
}, 300_000);
