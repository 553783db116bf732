/**
 * Exports: what other nodes may run on this one. Functions cannot travel, so `spawn`, `rpc` and `erpc` say what they want by
 * the names of a module and of a function in it; what is not listed here does not exist for them. At first nothing is.
 *
 * Maps, because the names come from outside: '__proto__' and 'constructor' find nothing.
 */
import { badarg, ErlangError } from '../terms/errors.js';
import { isPlainObject } from '../terms/plainData.js';

/** A function and the object that it belongs to. */
interface Exported {
  readonly fun: (...args: readonly unknown[]) => unknown;
  readonly module: object;
}

export class Exports {
  readonly #node: string;
  readonly #modules = new Map<string, Map<string, Exported>>();

  /** @param node the name of the node, for errors */
  constructor(node: string) {
    this.#node = node;
  }

  /** Adds functions of a module: those that are named, or all of an object of functions. */
  add(module: string, functions: object, names: readonly string[] = namesIn(functions)): void {
    if (typeof module !== 'string') throw badarg('export', 'module', module, 'a text');
    if (!Array.isArray(names)) throw badarg('export', 'names', names, 'a list of names of functions');
    const wanted: readonly string[] = names;
    const found = wanted.map((name) => [name, { fun: functionIn(functions, name), module: functions }] as const);
    this.#modules.set(module, new Map([...(this.#modules.get(module) ?? []), ...found]));
  }

  /** Removes functions of a module, all if none are named. */
  remove(module: string, names?: readonly string[]): void {
    const functions = this.#modules.get(module);
    for (const name of names ?? functions?.keys() ?? []) functions?.delete(name);
  }

  /** Calls a function. Raises Erlang's 'undef' if it is not exported; the stack names it. */
  apply(module: string, name: string, args: readonly unknown[]): unknown {
    const exported = this.#modules.get(module)?.get(name);
    if (exported === undefined) throw this.#undef(module, name, args.length);
    return Reflect.apply(exported.fun, exported.module, args);
  }

  #undef(module: string, name: string, arity: number): ErlangError {
    const what = `${shown(module)}:${shown(name)}/${arity}`;
    const error = new ErlangError('undef', `node ${this.#node} does not export ${what}`);
    error.stack = `${error.name}: ${error.message}\n    at ${what}`;
    return error;
  }
}

function namesIn(functions: object): readonly string[] {
  if (typeof functions === 'object' && functions !== null && isPlainObject(functions)) return Object.keys(functions);
  throw badarg('export', 'functions', functions, 'an object of functions, or a module with the names of functions');
}

function functionIn(module: object, name: string): Exported['fun'] {
  const isModule = (typeof module === 'object' && module !== null) || typeof module === 'function';
  const fun = isModule && typeof name === 'string' ? property(module, name) : undefined;
  if (typeof fun === 'function') return fun as Exported['fun'];
  throw badarg('export', 'names', name, `the name of a function in the module`);
}

// What every object and every class inherits is no function of a module; some of it, as `caller`, even throws.
function property(module: object, name: string): unknown {
  for (let owner: object | null = module; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
    if (owner === Object.prototype || owner === Function.prototype) return undefined;
    if (Object.hasOwn(owner, name)) return Reflect.get(owner, name, module);
  }
  return undefined;
}

/** A name from outside as a part of a line. */
function shown(name: string): string {
  return /^[\w.@$-]{1,255}$/.test(name) ? name : JSON.stringify(name.slice(0, 255));
}
