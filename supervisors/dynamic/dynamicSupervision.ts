/**
 * DynamicSupervision: how the server of a DynamicSupervisor looks after its children, which come and go and have no order.
 *
 * A child whose restart failed stands under the process it was.
 */
import type { Address } from '../../lib/index.js';
import { self, send } from '../../lib/index.js';
import { functionClause, moduleName, type Eventually } from '../../behaviours/index.js';
import { restarting, type ChildPid } from '../child.js';
import { isExpectedEnd, isReported, isRestarted } from '../rules/afterExit.js';
import { reportTrouble, type Trouble } from '../report.js';
import { isStartTask, startTask } from '../task/startTask.js';
import { stopProcesses } from '../stopProcesses.js';
import type { Lead } from '../supervisor/lead.js';
import { giveUp, goOn, type Outcome } from '../supervisor/supervision.js';
import type { DynamicChild } from './dynamicChild.js';
import type { FullDynamicFlags } from './flags.js';
import { startDynamic, type DynamicStarted } from './startDynamic.js';

interface Kept {
  readonly child: DynamicChild;
  readonly isRestarting: boolean;
}

export class DynamicSupervision {
  readonly lead: Lead<FullDynamicFlags>;
  readonly #children = new Map<Address, Kept>();

  constructor(lead: Lead<FullDynamicFlags>) {
    this.lead = lead;
  }

  answer(request: unknown): Eventually<unknown> {
    if (request === 'which_children') return this.#whichChildren();
    if (request === 'count_children') return this.#count();
    if (isStartTask(request)) return startTask(request, (child) => this.#startChild(child));
    if (!Array.isArray(request) || request.length !== 2) return functionClause(request);
    const [what, argument] = request as readonly unknown[];
    if (what === 'start_child') return this.#startChild(argument as DynamicChild);
    if (what === 'terminate_child') return this.#terminateChild(argument);
    return functionClause(request);
  }

  /** A linked process has ended. */
  exited(pid: Address, reason: unknown): Eventually<Outcome<DynamicSupervision>> {
    const kept = this.#children.get(pid);
    if (kept === undefined) return goOn(this);
    const [, restart] = kept.child;
    if (isReported(restart, reason)) this.#report('child_terminated', reason, pid, kept.child);
    if (isRestarted(restart, reason)) return this.#restart(pid, kept.child);
    this.#children.delete(pid);
    return goOn(this);
  }

  /** Time to try again to restart the child that was this process; it may have been stopped meanwhile. */
  tryAgain(pid: unknown): Eventually<Outcome<DynamicSupervision>> {
    const kept = this.#children.get(pid as Address);
    return kept?.isRestarting === true ? this.#restart(pid as Address, kept.child) : goOn(this);
  }

  /** Stops all children, at the same time. */
  stopAll(): Promise<void> {
    return this.#stop([...this.#children]);
  }

  #whichChildren(): readonly unknown[] {
    return Array.from(this.#children, ([pid, { child, isRestarting }]) => {
      const [, , , type, modules] = child;
      return [undefined, isRestarting ? 'restarting' : pid, type, modules];
    });
  }

  #count(): unknown {
    let active = 0;
    let workers = 0;
    for (const { child, isRestarting } of this.#children.values()) {
      if (!isRestarting) active++;
      if (child[3] === 'worker') workers++;
    }
    const { size } = this.#children;
    return [
      ['specs', size],
      ['active', active],
      ['supervisors', size - workers],
      ['workers', workers],
    ];
  }

  #startChild(child: DynamicChild): Eventually<unknown> {
    const { max_children, extra_arguments } = this.lead.flags;
    if (max_children !== 'infinity' && this.#children.size >= max_children) return ['error', 'max_children'];
    return startDynamic(child[0], extra_arguments, (started) => {
      if (started[0] === 'ok') this.#keep(started[1] as Address, child);
      return started;
    });
  }

  #keep(pid: Address, child: DynamicChild): void {
    const [[module, fun], restart, ...rest] = child;
    // A temporary child is never started again: its arguments, which may be large, are not kept.
    const kept = restart === 'temporary' ? ([[module, fun, []], restart, ...rest] as const) : child;
    this.#children.set(pid, { child: kept, isRestarting: false });
  }

  async #terminateChild(pid: unknown): Promise<unknown> {
    const kept = this.#children.get(pid as Address);
    if (kept === undefined) return ['error', 'not_found'];
    await this.#stop([[pid as Address, kept]]);
    this.#children.delete(pid as Address);
    return 'ok';
  }

  #stop(children: readonly (readonly [Address, Kept])[]): Promise<void> {
    const running = children.filter(([, { isRestarting }]) => !isRestarting);
    return stopProcesses(
      running.map(([pid, { child }]) => ({ pid, child, shutdown: child[2] })),
      ({ pid, child }, reason) => {
        if (!isExpectedEnd(child[1], child[2], reason)) this.#report('shutdown_error', reason, pid, child);
      },
    );
  }

  #restart(pid: Address, child: DynamicChild): Eventually<Outcome<DynamicSupervision>> {
    if (!this.lead.addRestart()) {
      this.#report('shutdown', 'reached_max_restart_intensity', pid, child);
      this.#children.delete(pid);
      return giveUp(this);
    }
    return startDynamic(child[0], this.lead.flags.extra_arguments, (started) => this.#restarted(pid, child, started));
  }

  #restarted(pid: Address, child: DynamicChild, started: DynamicStarted): Outcome<DynamicSupervision> {
    if (started[0] === 'error') {
      this.#report('start_error', started[1], restarting(pid), child);
      this.#children.set(pid, { child, isRestarting: true });
      // By a message, so that a request to stop the child comes first.
      send(self(), ['$gen_restart', pid]);
      return goOn(this);
    }
    this.#children.delete(pid);
    if (started !== 'ignore') this.#keep(started[1] as Address, child);
    return goOn(this);
  }

  #report(trouble: Trouble, reason: unknown, pid: ChildPid, child: DynamicChild): void {
    const [[module, fun, args], restart, shutdown, type] = child;
    const mfargs = [moduleName(module), fun, [...this.lead.flags.extra_arguments, ...args]];
    reportTrouble(trouble, reason, this.lead.name, () => [
      ['pid', pid],
      ['id', undefined],
      ['mfargs', mfargs],
      ['restart_type', restart],
      ['shutdown', shutdown],
      ['child_type', type],
    ]);
  }
}
