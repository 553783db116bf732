/**
 * Mfa: what is to run, as data. Tasks and agents have it in their messages.
 */
import { ErlangError, formatTerm } from '../../lib/index.js';
import { functionClause } from '../functionClause.js';
import { functionNamed } from '../functionNamed.js';
import { moduleName } from '../moduleName.js';

/** Erlang's `{Module, Function, Args}`; `['erlang', 'apply', [fun, args]]` for a function. */
export type Mfa = readonly [module: unknown, fun: string, args: readonly unknown[]];

/** Takes what is to be run from the arguments of a function, and gives the rest of them. */
export function mfaOf(given: readonly unknown[]): readonly [Mfa, rest: readonly unknown[]] {
  const [first, name, args] = given;
  if (typeof name === 'string' && Array.isArray(args)) return [[first, name, args], given.slice(3)];
  if (typeof first === 'function') return [applying(first, []), given.slice(1)];
  return functionClause(given);
}

/** Applies a function. */
export function applying(fun: unknown, args: readonly unknown[]): Mfa {
  return ['erlang', 'apply', [fun, args]];
}

/** As a task shows it. */
export function shownMfa([module, fun, args]: Mfa): readonly [unknown, string, number] {
  return [moduleName(module), fun, args.length];
}

/** As `$initial_call` shows it. */
export function initialCallOf(mfa: Mfa): readonly [unknown, string, number] {
  const fun = appliedFunction(mfa);
  return fun === undefined ? shownMfa(mfa) : ['function', fun.name === '' ? 'anonymous' : fun.name, 0];
}

/** The function and the arguments, as reports show them. */
export function running(mfa: Mfa): readonly [fun: unknown, args: readonly unknown[]] {
  const fun = appliedFunction(mfa);
  return fun === undefined ? [functionNamed(mfa[0], mfa[1]) ?? shownMfa(mfa), mfa[2]] : [fun, []];
}

export function call(mfa: Mfa): unknown {
  const [module, name, args] = mfa;
  if (module === 'erlang' && name === 'apply') {
    const [fun, own] = args as readonly [(...given: readonly unknown[]) => unknown, readonly unknown[]];
    return fun(...own);
  }
  const fun = functionNamed(module, name);
  if (fun === undefined) throw new ErlangError('undef', `${formatTerm(moduleName(module))} has no function '${name}'`);
  return Reflect.apply(fun, module, args);
}

function appliedFunction([module, name, args]: Mfa): ((...args: never) => unknown) | undefined {
  const [fun, own] = args;
  const isApplied = module === 'erlang' && name === 'apply' && Array.isArray(own) && own.length === 0;
  return isApplied && typeof fun === 'function' ? (fun as (...args: never) => unknown) : undefined;
}
