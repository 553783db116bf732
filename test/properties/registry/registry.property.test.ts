import fc from 'fast-check';
import {
  Address,
  demonitor,
  down,
  ErlangError,
  exit,
  makeRef,
  monitor,
  on,
  receive,
  Ref,
  self,
  send,
  spawn,
  unlink,
} from 'regent-otp';
import { registry } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import { expect, test } from 'vitest';
import { holds } from '../../support/holds.js';
import { startTestNode } from '../../support/startTestNode.js';
import { ownerCount, RegistryModel, steps, type Act, type Keys, type Step } from './registryModel.js';

const doing = ['do', P.instanceOf(Address), P.instanceOf(Ref), P._] as const;

/** An owner of entries: does what it is told to. */
async function owner(name: string): Promise<void> {
  for (;;) {
    await receive(on(doing, ([, from, ref, act]) => send(from, [ref, perform(name, act as Act)])));
  }
}

function perform(name: string, act: Act): unknown {
  switch (act.kind) {
    case 'register': {
      const [kind, what] = registry.register(name, act.key, act.value);
      return kind === 'ok' ? 'ok' : [kind, what];
    }
    case 'update':
      return updated(name, act.key, act.value);
    case 'unregister':
      return registry.unregister(name, act.key);
    case 'unregisterMatch':
      return registry.unregisterMatch(name, act.key, act.value);
    case 'end':
      return exit(act.reason);
    default:
      return act satisfies never;
  }
}

function updated(name: string, key: number, by: number): unknown {
  try {
    return registry.updateValue(name, key, (value) => Number(value) + by);
  } catch (thrown) {
    if (thrown instanceof ErlangError) return 'raised';
    throw thrown;
  }
}

async function ask(pid: Address, act: Act): Promise<unknown> {
  const ref = monitor('process', pid);
  send(pid, ['do', self(), ref, act]);
  const result = await receive(
    on([ref, P._], ([, given]) => given),
    on(down(ref), ([, , , , reason]) => ['ended', reason]),
  );
  demonitor(ref, ['flush']);
  return result;
}

async function ended(pid: Address, act: Act & { kind: 'end' }): Promise<'ok'> {
  const ref = monitor('process', pid);
  if (act.reason === 'kill') exit(pid, 'kill');
  else send(pid, ['do', self(), makeRef(), act]);
  return receive(on(down(ref), () => 'ok' as const));
}

/** All that the registry shows, with owners by their numbers. */
function shown(name: string, owners: readonly Address[]) {
  const numberOf = (pid: Address) => owners.indexOf(pid);
  const keys = [0, 1, 2];
  return {
    count: registry.count(name),
    lookup: keys.map((key) => registry.lookup(name, key).map(([pid, value]) => [numberOf(pid), value])),
    keys: owners.map((pid) => [...registry.keys(name, pid)].sort()),
    values: owners.map((pid) => keys.map((key) => registry.values(name, key, pid))),
    ones: keys.map((key) => registry.countMatch(name, key, 1)),
  };
}

function expected({ entries }: RegistryModel): ReturnType<typeof shown> {
  const keys = [0, 1, 2];
  const owners = Array.from({ length: ownerCount }, (_, owner) => owner);
  return {
    count: entries.length,
    lookup: keys.map((key) => entries.filter((entry) => entry.key === key).map(({ owner, value }) => [owner, value])),
    keys: owners.map((owner) =>
      entries
        .filter((entry) => entry.owner === owner)
        .map(({ key }) => key)
        .sort(),
    ),
    values: owners.map((owner) =>
      keys.map((key) =>
        entries.filter((entry) => entry.owner === owner && entry.key === key).map(({ value }) => value),
      ),
    ),
    ones: keys.map((key) => entries.filter((entry) => entry.key === key && entry.value === 1).length),
  };
}

async function run(keys: Keys, partitions: number, program: readonly Step[]): Promise<void> {
  const name = 'registry';
  const [, registryPid] = (await registry.startLink({ keys, name, partitions })) as ['ok', Address];
  const model = new RegistryModel(keys);
  const owners = Array.from({ length: ownerCount }, () => spawn(() => owner(name)));
  for (const { by, act } of program) {
    const wanted = model.act(by, act);
    const result = act.kind === 'end' ? await ended(owners[by]!, act) : await ask(owners[by]!, act);
    if (act.kind === 'end') owners[by] = spawn(() => owner(name));
    const told =
      Array.isArray(result) && result[0] === 'error'
        ? ['error', ['already_registered', owners.indexOf(result[1][1])]]
        : result;
    expect(told).toEqual(wanted);
    expect(shown(name, owners)).toEqual(expected(model));
  }
  unlink(registryPid);
  for (const pid of [...owners, registryPid]) {
    const ref = monitor('process', pid);
    exit(pid, 'kill');
    await receive(on(down(ref), () => 'ok'));
  }
}

test.each(['unique', 'duplicate'] as const)(
  'a registry of %s keys shows what a list of entries does',
  async (keys) => {
    const node = startTestNode();
    const property = fc.asyncProperty(fc.integer({ min: 1, max: 3 }), steps, (partitions, program) =>
      node.run(() => run(keys, partitions, program)),
    );
    await holds(`registry, ${keys}`, property, 2000);
  },
  180_000,
);
