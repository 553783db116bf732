/**
 * StaticSupervision: children with specifications of their own, one_for_one, one_for_all and rest_for_one.
 *
 * The server handles one message at a time, also while it waits for a start function or for the end of a child: what
 * happens here is never interleaved.
 */
import { Address } from '../../lib/index.js';
import type { Eventually } from '../../behaviours/index.js';
import { restarting, type Child } from '../child.js';
import type { Checked } from '../rules/checked.js';
import { checkChildSpecs } from '../rules/checkChildSpecs.js';
import type { FullFlags, Strategy } from '../rules/checkFlags.js';
import { isExpectedEnd, isReported, isRestarted, isShutdownDue } from '../rules/afterExit.js';
import { restartPlan } from '../rules/restartPlan.js';
import { describeChild, reportProgress, reportTrouble, type Trouble } from '../report.js';
import { startProcess, type Started } from '../startProcess.js';
import { stopProcess } from '../stopProcesses.js';
import { Children } from './children.js';
import type { Lead } from './lead.js';
import { answerStatic } from './staticAnswers.js';
import { giveUp, goOn, type Outcome, type Supervision } from './supervision.js';
import { askToTryAgain } from './tryAgain.js';

export class StaticSupervision implements Supervision {
  readonly lead: Lead<FullFlags>;
  children: Children;

  constructor(lead: Lead<FullFlags>, children: Children) {
    this.lead = lead;
    this.children = children;
  }

  answer(request: unknown): Eventually<unknown> {
    return answerStatic(this, request);
  }

  /** Starts all children in order; gives OTP's reason if one cannot be started, after all others have been stopped. */
  async startAll(): Promise<unknown> {
    const failed = await this.#startInOrder([...this.children]);
    if (failed === undefined) return undefined;
    await this.stopAll();
    return ['shutdown', ['failed_to_start_child', failed.child.spec.id, failed.reason]];
  }

  exited(pid: Address, reason: unknown): Eventually<Outcome> {
    const child = this.children.withPid(pid);
    if (child === undefined) return goOn(this);
    const { restart } = child.spec;
    if (isReported(restart, reason)) this.#report('child_terminated', reason, child);
    if (isRestarted(restart, reason)) return this.#restart(child);
    this.forget(child);
    return isShutdownDue(this.lead.flags.auto_shutdown, child, this.children) ? giveUp(this) : goOn(this);
  }

  tryAgain(id: unknown): Eventually<Outcome> {
    const child = this.children.get(id);
    return Array.isArray(child?.pid) ? this.#restart(child) : goOn(this);
  }

  async stopAll(): Promise<void> {
    for (const child of this.children.reversed()) await this.stop(child);
  }

  change(flags: FullFlags, specs: unknown): Checked<undefined> {
    const checked = checkChildSpecs(specs, flags.auto_shutdown);
    if (checked[0] === 'error') return checked;
    this.lead.flags = flags;
    const old = this.children;
    this.children = new Children();
    for (const spec of checked[1]) this.children.add(spec, old.get(spec.id)?.pid);
    for (const { spec, pid } of old) if (this.children.get(spec.id) === undefined) this.children.add(spec, pid);
    return ['ok', undefined];
  }

  /** Starts the process of a child, tells of it if there is one, and goes on with what came of it. */
  start<R>({ spec }: Child, next: (started: Started) => R): Eventually<R> {
    const [module, fun, args] = spec.start;
    return startProcess(module, fun, args, (started) => {
      if (started[0] === 'ok' && started[1] !== undefined) reportProgress(this.lead.name, { spec, pid: started[1] });
      return next(started);
    });
  }

  /** Stops the process of a child if it has one, and no longer tries to restart it if it has none. */
  async stop(child: Child): Promise<void> {
    const { pid, spec } = child;
    if (pid instanceof Address) {
      const reason = await stopProcess(pid, spec.shutdown);
      if (!isExpectedEnd(spec.restart, spec.shutdown, reason)) this.#report('shutdown_error', reason, child);
    }
    this.forget(child);
  }

  /** A child does not run any more: a temporary one is no child any more. */
  forget(child: Child): void {
    if (child.spec.restart === 'temporary') this.children.remove(child);
    else this.children.setPid(child, undefined);
  }

  #restart(child: Child): Eventually<Outcome> {
    const { lead } = this;
    if (!lead.addRestart()) {
      this.#report('shutdown', 'reached_max_restart_intensity', child);
      this.forget(child);
      return giveUp(this);
    }
    if (lead.flags.strategy === 'one_for_one') return this.start(child, (started) => this.#restarted(child, started));
    return this.#restartGroup(child, lead.flags.strategy as Exclude<Strategy, 'simple_one_for_one'>);
  }

  #restarted(child: Child, started: Started): Outcome {
    if (started[0] === 'ok') {
      this.children.setPid(child, started[1]);
    } else {
      this.#report('start_error', started[1], child);
      this.children.setPid(child, restarting(child.pid));
      askToTryAgain(child.spec.id);
    }
    return goOn(this);
  }

  async #restartGroup(child: Child, strategy: Exclude<Strategy, 'simple_one_for_one'>): Promise<Outcome> {
    const was = child.pid;
    const plan = restartPlan(strategy, [...this.children], child);
    this.children.setPid(child, undefined);
    for (const other of plan.stop) await this.stop(other);
    const failed = await this.#startInOrder(plan.start);
    if (failed === undefined) return goOn(this);
    this.children.setPid(failed.child, restarting(failed.child === child ? was : undefined));
    askToTryAgain(failed.child.spec.id);
    return goOn(this);
  }

  /** Starts children in order until one cannot be started. */
  async #startInOrder(children: readonly Child[]): Promise<{ child: Child; reason: unknown } | undefined> {
    for (const child of children) {
      const started = await this.start(child, (outcome) => outcome);
      if (started[0] === 'error') {
        this.#report('start_error', started[1], child);
        return { child, reason: started[1] };
      }
      this.children.setPid(child, started[1]);
      if (started[1] === undefined) this.forget(child);
    }
    return undefined;
  }

  #report(trouble: Trouble, reason: unknown, child: Child): void {
    reportTrouble(trouble, reason, this.lead.name, () => describeChild(child));
  }
}
