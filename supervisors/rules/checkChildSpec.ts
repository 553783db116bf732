/**
 * Child specifications, checked one by one and together, with defaults. Pure.
 *
 * The parts are checked in OTP's order, which decides the problem that is told of a specification with several.
 */
import { moduleName } from '../../behaviours/index.js';
import type { AutoShutdown, FullChildSpec, Module, Restart, Start } from '../childSpec.js';
import { keysOf, type Checked } from './checked.js';
import { dropUndefined, isIntegerFrom } from './checkFlags.js';
import { isModule } from './isModule.js';

type Parts = Readonly<Record<string, unknown>>;

/**
 * Checks a specification, a map or a tuple of six; a problem is told in OTP's words: 'missing_id',
 * `['invalid_mfa', start]`.
 *
 * @param autoShutdown what the supervisor's flag says, undefined if that is not known
 */
export function checkChildSpec(spec: unknown, autoShutdown: AutoShutdown | undefined): Checked<FullChildSpec> {
  const given = Array.isArray(spec) && spec.length === 6 ? fromTuple(spec) : keysOf(spec);
  if (given === undefined) return ['error', ['invalid_child_spec', spec]];
  if (!Object.hasOwn(given, 'id')) return ['error', 'missing_id'];
  if (given['start'] === undefined) return ['error', 'missing_start'];
  const full: Parts = { restart: 'permanent', significant: false, type: 'worker', ...dropUndefined(given) };
  const problem =
    problemWithStart(full['start']) ??
    problemWithRestart(full['restart']) ??
    problemWithSignificant(full['significant'], full['restart'], autoShutdown) ??
    problemWithType(full['type']);
  if (problem !== undefined) return ['error', problem];
  const start = full['start'] as Start;
  const shutdown = full['shutdown'] ?? (full['type'] === 'worker' ? 5000 : 'infinity');
  const modules = full['modules'] ?? [start[0]];
  const late = problemWithShutdown(shutdown) ?? problemWithModules(modules);
  return late === undefined ? ['ok', fullSpec(full, shutdown, modules)] : ['error', late];
}

function fromTuple([id, start, restart, shutdown, type, modules]: readonly unknown[]): Parts {
  return { id, start, restart, shutdown, type, modules };
}

function fullSpec(
  { id, start, restart, significant, type }: Parts,
  shutdown: unknown,
  modules: unknown,
): FullChildSpec {
  return {
    id: moduleName(id),
    start,
    restart,
    significant,
    shutdown,
    type,
    modules: Array.isArray(modules) ? modules.map((module) => moduleName(module) as Module) : modules,
  } as FullChildSpec;
}

export function problemWithStart(start: unknown): unknown {
  const isStart =
    Array.isArray(start) &&
    start.length === 3 &&
    isModule(start[0]) &&
    typeof start[1] === 'string' &&
    Array.isArray(start[2]);
  return isStart ? undefined : ['invalid_mfa', start];
}

export function problemWithRestart(restart: unknown): unknown {
  const isRestart = restart === 'permanent' || restart === 'transient' || restart === 'temporary';
  return isRestart ? undefined : ['invalid_restart_type', restart];
}

function problemWithSignificant(
  significant: unknown,
  restart: unknown,
  autoShutdown: AutoShutdown | undefined,
): unknown {
  if (significant === true && autoShutdown === 'never') return badCombination('auto_shutdown', 'never');
  if (significant === true && restart === 'permanent') return badCombination('restart', restart satisfies Restart);
  return typeof significant === 'boolean' ? undefined : ['invalid_significant', significant];
}

function badCombination(key: string, value: unknown): unknown {
  return [
    'bad_combination',
    [
      [key, value],
      ['significant', true],
    ],
  ];
}

export function problemWithType(type: unknown): unknown {
  return type === 'worker' || type === 'supervisor' ? undefined : ['invalid_child_type', type];
}

export function problemWithShutdown(shutdown: unknown): unknown {
  const isShutdown = shutdown === 'infinity' || shutdown === 'brutal_kill' || isIntegerFrom(0, shutdown);
  return isShutdown ? undefined : ['invalid_shutdown', shutdown];
}

function problemWithModules(modules: unknown): unknown {
  if (modules === 'dynamic') return undefined;
  if (!Array.isArray(modules)) return ['invalid_modules', modules];
  const index = modules.findIndex((module) => !isModule(module));
  return index < 0 ? undefined : ['invalid_module', modules[index]];
}
