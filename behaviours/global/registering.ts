/**
 * registering: how names come and go.
 *
 * Whoever changes a name first reserves it on all nodes that know each other: so no two change it at once, and what all
 * these nodes know of it is known. On each node that takes part, the first of them in the order of their names is asked
 * first, and there the others wait; so no two wait for each other.
 */
import { currentNode, genCast, self, type Address } from '../../lib/index.js';
import { serverName, type Key } from './notices.js';
import { resolvers, type Resolve } from './resolvers.js';
import { askAt, askHere } from './serving.js';

/** What each node knows of a name: the claims to it. */
type Answers = ReadonlyMap<string, readonly Key[]>;

export function register(name: unknown, pid: Address, resolve: Resolve): Promise<'yes' | 'no'> {
  return reserving(name, (answers) => {
    const claims = claimsIn(answers);
    if (claims.some((claim) => isHeld(claim, answers))) return 'no';
    return claim(name, pid, resolve, claims, true, answers);
  });
}

export function reRegister(name: unknown, pid: Address, resolve: Resolve): Promise<'yes' | 'no'> {
  return reserving(name, (answers) => claim(name, pid, resolve, claimsIn(answers), false, answers));
}

export function unregister(name: unknown): Promise<'ok'> {
  return reserving(name, async (answers): Promise<'ok'> => {
    const gone = claimsIn(answers).map(([keeper, pid]) => askAt(keeper, ['relinquish', name, pid]));
    await Promise.all(gone);
    return 'ok';
  });
}

async function claim(
  name: unknown,
  pid: Address,
  resolve: Resolve,
  claims: readonly Key[],
  isOnlyName: boolean,
  answers: Answers,
): Promise<'yes' | 'no'> {
  const [known] = Object.entries(resolvers).find(([, resolver]) => resolver === resolve) ?? [];
  // The node of the process keeps the claim, if it can: a function stays where it is, and some nodes have no name server.
  const keeper = known !== undefined && answers.has(pid.node) ? pid.node : currentNode().name;
  const voids = claims.filter(([node, other]) => node !== keeper || other !== pid);
  const answer = await askAt(keeper, ['claim', name, pid, known ?? resolve, voids, isOnlyName]);
  // With its node the process is lost, and it would have the name no more.
  return answer[0] === 'no' ? 'no' : 'yes';
}

/** Does something while nobody else can change the name: in a process of its own, which the end of the caller does not end. */
function reserving<T>(name: unknown, action: (answers: Answers) => T | Promise<T>): Promise<T> {
  return currentNode().run(async () => {
    const answers = await reserve(name);
    try {
      return await action(answers);
    } finally {
      release(answers.keys(), name);
    }
  });
}

async function reserve(name: unknown): Promise<Answers> {
  for (;;) {
    const nodes = (await askHere('synced')) as readonly string[];
    const answers = await reserveAt([...nodes].sort(), name);
    const known = (await askHere('known')) as readonly string[];
    if (known.every((node) => nodes.includes(node))) return answers;
    release(nodes, name);
  }
}

async function reserveAt([first, ...others]: readonly string[], name: unknown): Promise<Answers> {
  const answers = new Map<string, readonly Key[]>();
  const take = async (node: string, isPatient: boolean): Promise<boolean> => {
    answers.delete(node);
    const [answer] = await askAt(node, ['reserve', name, isPatient]);
    if (Array.isArray(answer)) answers.set(node, answer as readonly Key[]);
    return answer !== 'busy';
  };
  await take(first!, true);
  const areTaken = await Promise.all(others.map((node) => take(node, false)));
  if (areTaken.every(Boolean)) return answers;
  // Somebody who knows other nodes is ahead on one of these: now in order, waiting at each.
  release(others, name);
  for (const node of others) await take(node, true);
  return answers;
}

function release(nodes: Iterable<string>, name: unknown): void {
  for (const node of nodes) genCast('$gen_cast', [serverName, node], ['release', name, self()]);
}

function claimsIn(answers: Answers): readonly Key[] {
  const claims = [...answers.values()].flat();
  return claims.filter(([keeper, pid], index) => {
    return claims.findIndex((other) => other[0] === keeper && other[1] === pid) === index;
  });
}

/** Whether a claim stands: its keeper knows, if it was asked; others may not have heard that it is gone. */
function isHeld([keeper, pid]: Key, answers: Answers): boolean {
  return answers.get(keeper)?.some(([node, kept]) => node === keeper && kept === pid) ?? true;
}
