/**
 * The answers of a supervisor whose children have specifications of their own.
 */
import { Address, isProcessAlive, node } from '../../lib/index.js';
import { functionClause, moduleName, type Eventually } from '../../behaviours/index.js';
import { childRecord, isRestarting, type Child } from '../child.js';
import type { FullChildSpec } from '../childSpec.js';
import { checkChildSpec } from '../rules/checkChildSpec.js';
import type { Started } from '../startProcess.js';
import type { FullFlags } from '../rules/checkFlags.js';
import type { Children } from './children.js';
import type { Lead } from './lead.js';

const notFound = ['error', 'not_found'] as const;

/** What answering needs of the supervision. */
interface Answering {
  readonly lead: Lead<FullFlags>;
  readonly children: Children;
  start<R>(child: Child, next: (started: Started) => R): Eventually<R>;
  stop(child: Child): Promise<void>;
}

export function answerStatic(supervision: Answering, request: unknown): Eventually<unknown> {
  if (request === 'which_children') return supervision.children.reversed().map(childInfo);
  if (request === 'count_children') return count(supervision);
  if (!Array.isArray(request) || request.length !== 2) return functionClause(request);
  const [what, argument] = request as readonly unknown[];
  if (what === 'start_child') return startChild(supervision, argument);
  const child = supervision.children.get(moduleName(argument));
  switch (what) {
    case 'terminate_child':
      return child === undefined ? notFound : terminateChild(supervision, child);
    case 'restart_child':
      return child === undefined ? notFound : restartChild(supervision, child);
    case 'delete_child':
      return child === undefined ? notFound : deleteChild(supervision, child);
    case 'get_childspec':
      return child === undefined ? notFound : ['ok', child.spec];
    default:
      return functionClause(request);
  }
}

function childInfo({ pid, spec }: Child): readonly unknown[] {
  return [spec.id, isRestarting(pid) ? 'restarting' : pid, spec.type, spec.modules];
}

function count({ children }: Answering): unknown {
  let specs = 0;
  let active = 0;
  let workers = 0;
  for (const { pid, spec } of children) {
    specs++;
    if (pid instanceof Address && isAlive(pid)) active++;
    if (spec.type === 'worker') workers++;
  }
  return [
    ['specs', specs],
    ['active', active],
    ['supervisors', specs - workers],
    ['workers', workers],
  ];
}

/** Whether a child lives, as far as this node can tell. */
function isAlive(pid: Address): boolean {
  return pid.node !== node() || isProcessAlive(pid);
}

function startChild(supervision: Answering, term: unknown): Eventually<unknown> {
  const checked = checkChildSpec(term, supervision.lead.flags.auto_shutdown);
  if (checked[0] === 'error') return checked;
  const [, spec] = checked;
  const present = supervision.children.get(spec.id);
  if (present === undefined) {
    return supervision.start({ spec, pid: undefined }, (started) => startedNew(supervision, spec, started));
  }
  return ['error', present.pid instanceof Address ? ['already_started', present.pid] : 'already_present'];
}

function startedNew({ children }: Answering, spec: FullChildSpec, started: Started): unknown {
  const isTemporary = spec.restart === 'temporary';
  if (started[0] === 'error') {
    const [, reason] = started;
    if (Array.isArray(reason) && reason.length === 2 && reason[0] === 'already_started') return started;
    return ['error', [reason, childRecord({ spec, pid: undefined })]];
  }
  const [, pid] = started;
  if (pid === undefined && isTemporary) return started;
  // A temporary child is never started again: its arguments, which may be large, are not kept.
  children.add(isTemporary ? { ...spec, start: [spec.start[0], spec.start[1], undefined] } : spec, pid);
  return started;
}

async function terminateChild(supervision: Answering, child: Child): Promise<'ok'> {
  await supervision.stop(child);
  return 'ok';
}

function restartChild(supervision: Answering, child: Child): Eventually<unknown> {
  if (child.pid !== undefined) return ['error', isRestarting(child.pid) ? 'restarting' : 'running'];
  return supervision.start(child, (started) => {
    if (started[0] === 'ok') supervision.children.setPid(child, started[1]);
    return started;
  });
}

function deleteChild({ children }: Answering, child: Child): unknown {
  if (child.pid !== undefined) return ['error', isRestarting(child.pid) ? 'restarting' : 'running'];
  children.remove(child);
  return 'ok';
}
