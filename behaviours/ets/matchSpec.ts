/**
 * Match specifications, compiled. A clause is Erlang's `[pattern, guards, body]`, or one of `on(pattern, guard, handler)`.
 * The first clause whose pattern matches and whose guards are all true says what an object gives.
 */
import { badarg, On } from '../../lib/index.js';
import { compileExpression, type Expression } from './expression.js';
import { compilePattern, isGround, type Bindings } from './pattern.js';
import { elementAt, hasPlace } from './row.js';
import { variablesIn } from './variables.js';
import type { EtsObject, MatchClause, MatchSpec, Position } from './types.js';

/** `[result]` for an object that a clause matches, undefined for one that none does. */
type Clause = (object: EtsObject) => readonly [result: unknown] | undefined;

export class CompiledSpec {
  readonly #clauses: readonly Clause[];
  readonly #spec: MatchSpec;

  /** @throws badarg that says what is wrong with the specification */
  constructor(where: string, spec: MatchSpec) {
    if (!Array.isArray(spec) || spec.length === 0) throw badarg(where, 'spec', spec, 'a list of clauses');
    this.#spec = spec;
    this.#clauses = spec.map((clause: MatchClause | On) => compileClause(where, clause));
  }

  run(object: EtsObject): readonly [result: unknown] | undefined {
    for (const clause of this.#clauses) {
      const result = clause(object);
      if (result !== undefined) return result;
    }
    return undefined;
  }

  /** `[key]` if only objects with this key can match. */
  keyAt(keypos: Position): readonly [unknown] | undefined {
    const [clause, ...others] = this.#spec;
    if (others.length > 0 || clause instanceof On) return undefined;
    return groundKey(clause![0], keypos);
  }
}

/** `[key]` if a pattern has a whole key. */
export function groundKey(pattern: unknown, keypos: Position): readonly [unknown] | undefined {
  if (typeof pattern !== 'object' || pattern === null || !hasPlace(pattern, keypos)) return undefined;
  const key = elementAt(pattern, keypos);
  return isGround(key) ? [key] : undefined;
}

function compileClause(where: string, clause: MatchClause | On): Clause {
  if (clause instanceof On) {
    const handler = clause.handler as (object: EtsObject) => unknown;
    return (object) => (clause.matches(object) ? [handler(object)] : undefined);
  }
  const isClause = Array.isArray(clause) && clause.length === 3 && Array.isArray(clause[1]) && Array.isArray(clause[2]);
  if (!isClause || clause[2].length === 0) throw badarg(where, 'spec', clause, 'a clause [pattern, guards, body]');
  try {
    return compiled(clause as MatchClause);
  } catch (problem) {
    if (typeof problem === 'string') throw badarg(where, 'spec', clause, `a clause that can be evaluated (${problem})`);
    throw problem;
  }
}

function compiled([pattern, guards, body]: MatchClause): Clause {
  const matches = compilePattern(pattern);
  const variables = variablesIn(pattern);
  const conditions = guards.map((guard) => compileExpression(guard, variables));
  const results = body.map((expression) => compileExpression(expression, variables));
  return (object) => {
    const bindings: Bindings = new Map();
    if (!matches(object, bindings) || !conditions.every((condition) => isTrue(condition, object, bindings))) return;
    return [lastOf(results, object, bindings)];
  };
}

// What cannot be evaluated is not true.
function isTrue(condition: Expression, object: EtsObject, bindings: Bindings): boolean {
  try {
    return condition({ object, bindings }) === true;
  } catch {
    return false;
  }
}

// What cannot be evaluated gives 'EXIT'.
function lastOf(results: readonly Expression[], object: EtsObject, bindings: Bindings): unknown {
  try {
    return results.map((evaluate) => evaluate({ object, bindings })).at(-1);
  } catch {
    return 'EXIT';
  }
}
