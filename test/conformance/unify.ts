/**
 * When a transcript agrees with a recorded one: step for step the same event and the same term. This is the one place that says
 * what the comparison forgets, which is what TypeScript cannot tell apart:
 *
 * - An atom, a binary, a string, and a list of code points that spells it are one. `true`, `false` and `undefined` are
 *   JavaScript's own; Elixir's `nil` is null.
 * - A tuple and a list are one (an array), and the empty tuple, the empty list and the empty string.
 * - A float that is a whole number is that integer.
 * - A map is a plain object or a Map.
 * - A module, which is a class or an object of functions, and its name.
 * - What is in a stack.
 *
 * Processes and references are numbered by first appearance: here, each recorded number stands for one Address or Ref of
 * the scenario, and no two for the same.
 */
import { Address, Ref } from 'regent-otp';
import { moduleName } from 'regent-otp/behaviours';
import type { RecordedStep, Tagged } from './recording.js';
import type { Step } from './t.js';

interface Bindings {
  readonly nodeLabels: ReadonlyMap<string, string>;
  readonly ofNumber: Map<string, unknown>;
  readonly ofIdentity: Map<unknown, string>;
}

/** The first step in which the transcript differs from the recording, in words; undefined if it agrees. */
export function difference(
  recorded: readonly RecordedStep[],
  steps: readonly Step[],
  nodeLabels: ReadonlyMap<string, string>,
): string | undefined {
  const bindings: Bindings = { nodeLabels, ofNumber: new Map(), ofIdentity: new Map() };
  for (const [index, expected] of recorded.entries()) {
    const actual = steps[index];
    const isSame =
      actual !== undefined && actual.event === expected.event && unify(expected.json, actual.value, bindings);
    if (!isSame) return `step ${index + 1}: recorded ${expected.event} ${expected.value}`;
  }
  return steps.length > recorded.length ? `step ${recorded.length + 1}: nothing more was recorded` : undefined;
}

/** Whether a recorded term and a term of TypeScript are the same, as far as TypeScript can tell. */
function unify(recorded: Tagged, actual: unknown, bindings: Bindings): boolean {
  if (typeof recorded === 'number') return actual === recorded;
  if (isList(recorded)) return unifySequence(recorded, actual, bindings);
  if ('f' in recorded) return actual === recorded.f;
  if ('a' in recorded) return unifyAtom(recorded.a, actual, bindings);
  if ('b' in recorded) return unifyText(recorded.b, actual);
  if ('t' in recorded) return unifySequence(recorded.t, actual, bindings);
  if ('m' in recorded) return unifyMap(recorded.m, actual, bindings);
  if ('p' in recorded) return actual instanceof Address && unifyIdentity(`p${recorded.p}`, actual, bindings);
  if ('r' in recorded) return actual instanceof Ref && unifyIdentity(`r${recorded.r}`, actual, bindings);
  return 'special' in recorded && unifySpecial(recorded.special, actual);
}

function isList(recorded: Tagged): recorded is readonly Tagged[] {
  return Array.isArray(recorded);
}

function unifyAtom(atom: string, actual: unknown, { nodeLabels }: Bindings): boolean {
  if (atom === 'true' || atom === 'false') return actual === (atom === 'true');
  if (atom === 'undefined') return actual === undefined;
  if (atom === 'nil') return actual === null;
  const text = typeof actual === 'string' ? (nodeLabels.get(actual) ?? actual) : moduleName(actual);
  return unifyText(atom, text);
}

function unifyText(text: string, actual: unknown): boolean {
  if (typeof actual === 'string') return actual === text;
  if (actual instanceof Uint8Array) return Buffer.from(actual).toString('utf8') === text;
  return Array.isArray(actual) && spells(actual, text);
}

function unifySequence(recorded: readonly Tagged[], actual: unknown, bindings: Bindings): boolean {
  if (typeof actual === 'string') return spells(recorded, actual);
  if (!Array.isArray(actual) || actual.length !== recorded.length) return false;
  return recorded.every((element, index) => unify(element, actual[index], bindings));
}

/** Whether a list of code points spells a text. */
function spells(codePoints: readonly unknown[], text: string): boolean {
  const points = Array.from(text, (character) => character.codePointAt(0));
  return points.length === codePoints.length && points.every((point, index) => point === codePoints[index]);
}

function unifyMap(recorded: readonly (readonly [Tagged, Tagged])[], actual: unknown, bindings: Bindings): boolean {
  if (!isMap(actual)) return false;
  const pairs: (readonly [unknown, unknown])[] = actual instanceof Map ? [...actual] : Object.entries(actual);
  if (pairs.length !== recorded.length) return false;
  return recorded.every(([key, value]) => {
    const index = pairs.findIndex(([candidate]) => unify(key, candidate, bindings));
    if (index === -1) return false;
    const [[, found]] = pairs.splice(index, 1) as [readonly [unknown, unknown]];
    return unify(value, found, bindings);
  });
}

function isMap(term: unknown): term is object {
  if (typeof term !== 'object' || term === null) return false;
  const prototype: unknown = Object.getPrototypeOf(term);
  return term instanceof Map || prototype === Object.prototype || prototype === null;
}

/** Each number is one identity of the scenario, and each identity has one number. */
function unifyIdentity(number: string, actual: unknown, { ofNumber, ofIdentity }: Bindings): boolean {
  if (!ofNumber.has(number) && !ofIdentity.has(actual)) {
    ofNumber.set(number, actual);
    ofIdentity.set(actual, number);
  }
  return ofNumber.get(number) === actual && ofIdentity.get(actual) === number;
}

function unifySpecial(special: string, actual: unknown): boolean {
  if (special === 'stack') return actual instanceof Error || (Array.isArray(actual) && actual.length === 0);
  if (special === 'fun') return typeof actual === 'function';
  return false;
}
