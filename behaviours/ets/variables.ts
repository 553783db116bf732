/** variablesIn: the numbers of the variables of a pattern. */
import { isMap, pairsOf } from './maps.js';
import { variableOf } from './pattern.js';

export function variablesIn(pattern: unknown, found = new Set<number>()): Set<number> {
  const variable = variableOf(pattern);
  if (variable !== undefined) found.add(variable);
  else if (Array.isArray(pattern)) for (const element of pattern) variablesIn(element, found);
  else if (isMap(pattern)) for (const [, value] of pairsOf(pattern)) variablesIn(value, found);
  return found;
}
