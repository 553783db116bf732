/**
 * The child of a DynamicSupervisor, as Elixir's request to start one shows it, and the check of what is given for it.
 * Pure.
 */
import { moduleName } from '../../behaviours/index.js';
import type { ChildType, Module, Modules, Restart, Shutdown, Start } from '../childSpec.js';
import { problemWithRestart, problemWithShutdown, problemWithStart, problemWithType } from '../rules/checkChildSpec.js';
import { keysOf, type Checked } from '../rules/checked.js';
import { isModule } from '../rules/isModule.js';

/** `{{Module, Function, Args}, Restart, Shutdown, Type, Modules}`. */
export type DynamicChild = readonly [
  start: Start,
  restart: Restart,
  shutdown: Shutdown,
  type: ChildType,
  modules: Modules,
];

/** Checks a specification, a map or a tuple of six; a problem is told in Elixir's words. */
export function checkDynamicChild(spec: unknown): Checked<DynamicChild> {
  if (Array.isArray(spec) && spec.length === 6) {
    const [, start, restart, shutdown, type, modules] = spec as readonly unknown[];
    return check(start, restart, shutdown, type, modules, false);
  }
  const keys = keysOf(spec);
  if (keys === undefined || !Object.hasOwn(keys, 'id') || !Array.isArray(keys['start']) || keys['start'].length !== 3) {
    return ['error', ['invalid_child_spec', spec]];
  }
  const { start, restart = 'permanent', type = 'worker', significant = false } = keys;
  const { shutdown = type === 'supervisor' ? 'infinity' : 5000, modules = [keys['start'][0]] } = keys;
  return check(start, restart, shutdown, type, modules, significant);
}

function check(
  start: unknown,
  restart: unknown,
  shutdown: unknown,
  type: unknown,
  modules: unknown,
  significant: unknown,
): Checked<DynamicChild> {
  const problem =
    problemWithStart(start) ??
    problemWithRestart(restart) ??
    problemWithShutdown(shutdown) ??
    problemWithType(type) ??
    problemWithModules(modules) ??
    (significant === false ? undefined : ['invalid_significant', significant]);
  if (problem !== undefined) return ['error', problem];
  const names = modules === 'dynamic' ? modules : (modules as readonly Module[]).map(moduleName);
  const child = [start, restart, shutdown, type, names] as unknown as DynamicChild;
  return ['ok', child];
}

function problemWithModules(modules: unknown): unknown {
  if (modules === 'dynamic') return undefined;
  return Array.isArray(modules) && modules.every(isModule) ? undefined : ['invalid_modules', modules];
}
