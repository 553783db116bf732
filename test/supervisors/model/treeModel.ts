// A model of OTP's rules of restarting: what becomes of a tree of supervisors, and in which order children are started
// and stopped. It knows no processes and no messages.
import type { Restart, SupSpec, TreeSpec, WorkerSpec } from './treeSpec.js';

type State = 'up' | 'down' | 'restarting';

export interface ModelWorker {
  readonly spec: WorkerSpec;
  readonly path: string;
  state: State;
}

export interface ModelSup {
  readonly spec: SupSpec;
  readonly path: string;
  state: State;
  children: ModelNode[];
  restarts: number[];
}

export type ModelNode = ModelWorker | ModelSup;

const period = 5;

export class TreeModel {
  /** Starts and stops of workers, in order. */
  readonly events: (readonly string[])[] = [];
  readonly #attempts = new Map<string, number>();
  now = 0;
  /** Undefined if the tree could not be started, or has ended. */
  top: ModelSup | undefined;

  constructor(spec: SupSpec) {
    this.top = this.#start(spec, 'top') as ModelSup | undefined;
  }

  /** All children with their supervisors, in a fixed order. */
  children(sup = this.top): readonly (readonly [ModelSup, ModelNode])[] {
    if (sup === undefined) return [];
    return sup.children.flatMap((child) => [
      [sup, child] as const,
      ...(isSup(child) && child.state === 'up' ? this.children(child) : []),
    ]);
  }

  /** A worker ends by itself. */
  end(sup: ModelSup, child: ModelNode, reason: string): void {
    if (this.#ended(sup, child, reason) === 'alive') return;
    const parent = this.#parentOf(sup);
    if (parent === undefined) this.top = undefined;
    else this.end(parent, sup, 'shutdown');
  }

  terminate(sup: ModelSup, child: ModelNode): string {
    this.#stop(child);
    this.#forget(sup, child);
    return 'ok';
  }

  restart(child: ModelNode): string {
    if (child.state !== 'down') return 'running';
    return this.#startAgain(child) ? 'ok' : 'x';
  }

  delete(sup: ModelSup, child: ModelNode): string {
    if (child.state !== 'down') return 'running';
    sup.children = sup.children.filter((other) => other !== child);
    return 'ok';
  }

  add(sup: ModelSup, id: string, restart: Restart): void {
    const spec: WorkerSpec = { kind: 'worker', id, restart, significant: false, starts: [] };
    sup.children.push(this.#start(spec, `${sup.path}/${id}`)!);
  }

  #start(spec: TreeSpec, path: string): ModelNode | undefined {
    if (spec.kind === 'worker') {
      const attempt = this.#attempts.get(path) ?? 0;
      this.#attempts.set(path, attempt + 1);
      this.events.push(['start', path]);
      return (spec.starts[attempt] ?? true) ? { spec, path, state: 'up' } : undefined;
    }
    const sup: ModelSup = { spec, path, state: 'up', children: [], restarts: [] };
    for (const child of spec.children) {
      const started = this.#start(child, `${path}/${child.id}`);
      if (started === undefined) {
        this.#stop(sup);
        return undefined;
      }
      sup.children.push(started);
    }
    return sup;
  }

  #startAgain(child: ModelNode): boolean {
    const started = this.#start(child.spec, child.path);
    if (started === undefined) return false;
    Object.assign(child, started);
    return true;
  }

  #stop(node: ModelNode): void {
    if (node.state !== 'up') return;
    if (isSup(node)) node.children.toReversed().forEach((child) => this.#stop(child));
    else this.events.push(['stop', node.path, 'shutdown']);
    node.state = 'down';
  }

  #forget(sup: ModelSup, child: ModelNode): void {
    child.state = 'down';
    if (child.spec.restart === 'temporary') sup.children = sup.children.filter((other) => other !== child);
  }

  #ended(sup: ModelSup, child: ModelNode, reason: string): 'alive' | 'dead' {
    const { restart, significant } = child.spec;
    const isOrderly = reason === 'normal' || reason === 'shutdown';
    child.state = 'down';
    if (restart === 'permanent' || (restart === 'transient' && !isOrderly)) return this.#restart(sup, child);
    this.#forget(sup, child);
    const { autoShutdown } = sup.spec;
    if (!significant || autoShutdown === 'never') return 'alive';
    const others = sup.children.some((other) => other.spec.significant && other.state !== 'down');
    return autoShutdown === 'all_significant' && others ? 'alive' : this.#giveUp(sup);
  }

  #restart(sup: ModelSup, child: ModelNode): 'alive' | 'dead' {
    sup.restarts = [...sup.restarts.filter((time) => time >= this.now - period), this.now];
    if (sup.restarts.length > sup.spec.intensity) {
      this.#forget(sup, child);
      return this.#giveUp(sup);
    }
    const group = this.#group(sup, child);
    for (const other of group.toReversed()) {
      if (other === child) continue;
      this.#stop(other);
      this.#forget(sup, other);
    }
    for (const next of group) {
      if (!sup.children.includes(next) || this.#startAgain(next)) continue;
      next.state = 'restarting';
      return this.#restart(sup, next);
    }
    return 'alive';
  }

  #group({ spec, children }: ModelSup, child: ModelNode): readonly ModelNode[] {
    if (spec.strategy === 'one_for_one') return [child];
    return spec.strategy === 'one_for_all' ? children : children.slice(children.indexOf(child));
  }

  #giveUp(sup: ModelSup): 'dead' {
    this.#stop(sup);
    return 'dead';
  }

  #parentOf(sup: ModelSup): ModelSup | undefined {
    return this.children().find(([, child]) => child === sup)?.[0] ?? this.#parentAmong(this.top, sup);
  }

  // One that has just ended is not reached by `children`.
  #parentAmong(node: ModelSup | undefined, sup: ModelSup): ModelSup | undefined {
    for (const child of node?.children ?? []) {
      if (child === sup) return node;
      const found = isSup(child) ? this.#parentAmong(child, sup) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

export function isSup(node: ModelNode): node is ModelSup {
  return node.spec.kind === 'supervisor';
}
