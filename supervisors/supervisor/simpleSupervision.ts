/**
 * SimpleSupervision: many children of one kind, simple_one_for_one. They have no ids; a child is its process and the
 * arguments it was started with.
 *
 * A child whose restart failed stands under the process it was.
 */
import { Address, isProcessAlive, node, termEquals } from '../../lib/index.js';
import { functionClause, moduleName, type Eventually } from '../../behaviours/index.js';
import { restarting } from '../child.js';
import type { FullChildSpec } from '../childSpec.js';
import type { Checked } from '../rules/checked.js';
import { checkChildSpecs } from '../rules/checkChildSpecs.js';
import type { FullFlags } from '../rules/checkFlags.js';
import { isExpectedEnd, isReported, isRestarted } from '../rules/afterExit.js';
import { describeChild, reportTrouble, type Trouble } from '../report.js';
import { startProcess, type Started } from '../startProcess.js';
import { stopProcess } from '../stopProcesses.js';
import type { Lead } from './lead.js';
import { stopSimple } from './stopSimple.js';
import { giveUp, goOn, type Outcome, type Supervision } from './supervision.js';
import { askToTryAgain } from './tryAgain.js';

/** What is kept of a child: its own start arguments, undefined if it will never be started again. */
interface Dynamic {
  readonly args: readonly unknown[] | undefined;
  readonly isRestarting: boolean;
}

const notFound = ['error', 'not_found'] as const;
const notForSimple = ['error', 'simple_one_for_one'] as const;

export class SimpleSupervision implements Supervision {
  readonly lead: Lead<FullFlags>;
  readonly #children = new Map<Address, Dynamic>();
  #spec: FullChildSpec;
  #restartingCount = 0;

  constructor(lead: Lead<FullFlags>, spec: FullChildSpec) {
    this.lead = lead;
    this.#spec = spec;
  }

  answer(request: unknown): Eventually<unknown> {
    if (request === 'which_children') return this.#whichChildren();
    if (request === 'count_children') return this.#count();
    if (!Array.isArray(request) || request.length !== 2) return functionClause(request);
    const [what, argument] = request as readonly unknown[];
    switch (what) {
      case 'start_child':
        return this.#startChild(argument);
      case 'terminate_child':
        return argument instanceof Address ? this.#terminateChild(argument) : notForSimple;
      case 'restart_child':
      case 'delete_child':
        return notForSimple;
      case 'get_childspec':
        return this.#isKnown(argument) ? ['ok', this.#spec] : notFound;
      default:
        return functionClause(request);
    }
  }

  exited(pid: Address, reason: unknown): Eventually<Outcome> {
    const child = this.#children.get(pid);
    if (child === undefined) return goOn(this);
    const { restart } = this.#spec;
    if (isReported(restart, reason)) this.#report('child_terminated', reason, pid, child);
    if (isRestarted(restart, reason)) return this.#restart(pid, child);
    this.#forget(pid);
    return goOn(this);
  }

  tryAgain(id: unknown): Eventually<Outcome> {
    const pid: unknown = Array.isArray(id) && id[0] === 'restarting' ? id[1] : undefined;
    const child = pid instanceof Address ? this.#children.get(pid) : undefined;
    return child?.isRestarting === true ? this.#restart(pid as Address, child) : goOn(this);
  }

  stopAll(): Promise<void> {
    const running = [...this.#children].filter(([, child]) => !child.isRestarting).map(([pid]) => pid);
    return stopSimple(this.lead.name, this.#spec, running);
  }

  change(flags: FullFlags, specs: unknown): Checked<undefined> {
    const checked = checkChildSpecs(specs, flags.auto_shutdown);
    if (checked[0] === 'error') return checked;
    const [, [spec, ...others]] = checked;
    if (spec === undefined || others.length > 0) return ['error', ['bad_start_spec', specs]];
    this.lead.flags = flags;
    this.#spec = spec;
    return ['ok', undefined];
  }

  #whichChildren(): readonly unknown[] {
    const { type, modules } = this.#spec;
    return Array.from(this.#children, ([pid, child]) => [
      undefined,
      child.isRestarting ? 'restarting' : pid,
      type,
      modules,
    ]);
  }

  #count(): unknown {
    const { size } = this.#children;
    const isWorker = this.#spec.type === 'worker';
    return [
      ['specs', 1],
      ['active', size - this.#restartingCount],
      ['supervisors', isWorker ? 0 : size],
      ['workers', isWorker ? size : 0],
    ];
  }

  #startChild(more: unknown): Eventually<unknown> {
    const [module, fun, first] = this.#spec.start;
    const args: unknown = Array.isArray(more) ? [...first!, ...(more as readonly unknown[])] : more;
    return startProcess(module, fun, args, (started) => {
      if (started[0] === 'ok' && started[1] !== undefined) this.#add(started[1], args as readonly unknown[]);
      return started;
    });
  }

  async #terminateChild(pid: Address): Promise<unknown> {
    const child = this.#children.get(pid);
    if (child === undefined) return this.#isKnown(pid) ? 'ok' : notFound;
    if (!child.isRestarting) {
      const { restart, shutdown } = this.#spec;
      const reason = await stopProcess(pid, shutdown);
      if (!isExpectedEnd(restart, shutdown, reason)) this.#report('shutdown_error', reason, pid, child);
    }
    this.#forget(pid);
    return 'ok';
  }

  /** Whether a term is the id of the children's specification, a child, or a process that has ended: it may have been one. */
  #isKnown(id: unknown): boolean {
    if (!(id instanceof Address)) return termEquals(moduleName(id), this.#spec.id);
    return this.#children.has(id) || (id.node === node() && !isProcessAlive(id));
  }

  #restart(pid: Address, child: Dynamic): Eventually<Outcome> {
    if (!this.lead.addRestart()) {
      this.#report('shutdown', 'reached_max_restart_intensity', pid, child);
      this.#forget(pid);
      return giveUp(this);
    }
    const [module, fun] = this.#spec.start;
    return startProcess(module, fun, child.args, (started) => this.#restarted(pid, child, started));
  }

  #restarted(pid: Address, child: Dynamic, started: Started): Outcome {
    this.#forget(pid);
    if (started[0] === 'ok') {
      if (started[1] !== undefined) this.#add(started[1], child.args);
      return goOn(this);
    }
    this.#children.set(pid, { ...child, isRestarting: true });
    this.#restartingCount++;
    this.#report('start_error', started[1], pid, child);
    askToTryAgain(restarting(pid));
    return goOn(this);
  }

  #add(pid: Address, args: readonly unknown[] | undefined): void {
    // Children that are never started again keep no arguments: there may be very many.
    const kept = this.#spec.restart === 'temporary' ? undefined : args;
    this.#children.set(pid, { args: kept, isRestarting: false });
  }

  #forget(pid: Address): void {
    if (this.#children.get(pid)?.isRestarting === true) this.#restartingCount--;
    this.#children.delete(pid);
  }

  #report(trouble: Trouble, reason: unknown, pid: Address, { args, isRestarting }: Dynamic): void {
    const [module, fun] = this.#spec.start;
    const spec: FullChildSpec = { ...this.#spec, start: [module, fun, args] };
    const shown = isRestarting ? restarting(pid) : pid;
    reportTrouble(trouble, reason, this.lead.name, () => describeChild({ pid: shown, spec }));
  }
}
