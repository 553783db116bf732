/**
 * Expressions of match specifications: guards and bodies.
 *
 * '$1' is the value of a variable, '$_' the whole object, '$$' all variables in order. `['+', '$1', 1]` calls an operation.
 * `[['$1', 'text']]` builds a tuple or a list, and so does an array that does not begin with a text. `['const', term]` is
 * the term. A plain object or a Map is built of what its values give.
 */
import { formatTerm } from '../../lib/index.js';
import { isMap, pairsOf } from './maps.js';
import { isOperation, operationFor } from './operations.js';
import { variableOf, type Bindings } from './pattern.js';
import type { EtsObject } from './types.js';

/** What an expression is evaluated with. */
export interface Found {
  readonly object: EtsObject;
  readonly bindings: Bindings;
}

/** Throws where Erlang's expression would raise. */
export type Expression = (found: Found) => unknown;

/** @throws a text that says what is wrong with the expression */
export function compileExpression(term: unknown, variables: ReadonlySet<number>): Expression {
  if (term === '$_') return ({ object }) => object;
  if (term === '$$') return ({ bindings }) => [...bindings].sort(([a], [b]) => a - b).map(([, value]) => value);
  const variable = variableOf(term);
  if (variable !== undefined) {
    if (!variables.has(variable)) throw `${String(term)} is not in the pattern`;
    return ({ bindings }) => bindings.get(variable);
  }
  if (Array.isArray(term)) return compileArray(term, variables);
  return isMap(term) ? compileMap(term, variables) : () => term;
}

function compileArray(term: readonly unknown[], variables: ReadonlySet<number>): Expression {
  const [head, ...rest] = term;
  if (Array.isArray(head) && rest.length === 0) return building(head, variables);
  const isCall = typeof head === 'string' && head !== '$_' && head !== '$$' && variableOf(head) === undefined;
  return isCall ? compileCall(head, rest, variables) : building(term, variables);
}

function building(elements: readonly unknown[], variables: ReadonlySet<number>): Expression {
  const compiled = elements.map((element) => compileExpression(element, variables));
  return (found) => compiled.map((evaluate) => evaluate(found));
}

function compileMap(map: object, variables: ReadonlySet<number>): Expression {
  const fields = pairsOf(map).map(([key, value]) => [key, compileExpression(value, variables)] as const);
  return (found) => {
    const pairs = fields.map(([key, evaluate]) => [key, evaluate(found)] as const);
    return map instanceof Map ? new Map(pairs) : Object.fromEntries(pairs as readonly (readonly [string, unknown])[]);
  };
}

function compileCall(name: string, rest: readonly unknown[], variables: ReadonlySet<number>): Expression {
  if (name === 'const' && rest.length === 1) return () => rest[0];
  const args = rest.map((argument) => compileExpression(argument, variables));
  if (name === 'andalso') return shortcut(args, false);
  if (name === 'orelse') return shortcut(args, true);
  const operation = operationFor(name, args.length) as ((...args: readonly unknown[]) => unknown) | undefined;
  if (operation === undefined) throw whyNot(name, rest);
  return (found) => operation(...args.map((evaluate) => evaluate(found)));
}

function whyNot(name: string, rest: readonly unknown[]): string {
  if (isOperation(name)) return `'${name}' does not take ${rest.length} arguments`;
  return `'${name}' is no function of guards; ${formatTerm([[name, ...rest]])} builds a list`;
}

/** The first argument that has the value, else the last one. */
function shortcut(args: readonly Expression[], decisive: boolean): Expression {
  return (found) => {
    let value: unknown = !decisive;
    for (const evaluate of args) {
      if (value === decisive) return value;
      if (typeof value !== 'boolean') throw new TypeError('badarg');
      value = evaluate(found);
    }
    return value;
  };
}
