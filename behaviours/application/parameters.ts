/** The parameters of applications: their environments, as pairs or as an object. */
import { formatTerm } from '../../lib/index.js';

/** Parameters and their values. */
export type Parameters = readonly (readonly [string, unknown])[] | Readonly<Record<string, unknown>>;

/** The environments of several applications. */
export type Config = readonly (readonly [application: string, Parameters])[] | Readonly<Record<string, Parameters>>;

/** The pairs of a list or of an object; undefined if it is neither. */
export function pairsOf(term: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (Array.isArray(term)) return term as readonly (readonly [string, unknown])[];
  if (typeof term !== 'object' || term === null) return undefined;
  const prototype: unknown = Object.getPrototypeOf(term);
  return prototype === null || prototype === Object.prototype ? Object.entries(term) : undefined;
}

/** What is wrong with the parameters of an application, in OTP's words; undefined if nothing is. */
export function checkParameters(parameters: unknown, name: string): string | undefined {
  const pairs = pairsOf(parameters);
  if (pairs === undefined) return `application: ${name}; parameters must be a list`;
  const seen = new Set<unknown>();
  for (const pair of pairs as readonly unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2)
      return `application: ${name}; invalid parameter: ${formatTerm(pair)}`;
    const [key] = pair as readonly unknown[];
    if (typeof key !== 'string') return `application: ${name}; invalid parameter name: ${formatTerm(key)}`;
    if (seen.has(key)) return `application: ${name}; duplicate parameter: ${key}`;
    seen.add(key);
  }
  return undefined;
}

/** What is wrong with the environments of several applications. */
export function checkConfig(config: unknown): string | undefined {
  const entries = pairsOf(config);
  if (entries === undefined) return 'configuration must be a list';
  const seen = new Set<unknown>();
  for (const entry of entries as readonly unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 2) return `invalid application config: ${formatTerm(entry)}`;
    const [name, parameters] = entry as readonly unknown[];
    if (pairsOf(parameters) === undefined) return `application: ${formatTerm(name)}; parameters must be a list`;
    if (typeof name !== 'string') return `application: ${formatTerm(name)}; application name must be an atom`;
    if (seen.has(name)) return `duplicate application config: ${name}`;
    seen.add(name);
    const problem = checkParameters(parameters, name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
