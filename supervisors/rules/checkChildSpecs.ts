/**
 * All child specifications of a supervisor, checked together. Pure.
 */
import { functionClause, TermMap } from '../../behaviours/index.js';
import type { AutoShutdown, FullChildSpec } from '../childSpec.js';
import { checkChildSpec } from './checkChildSpec.js';
import type { Checked } from './checked.js';

/** Checks each specification, and that no two have one id. */
export function checkChildSpecs(
  specs: unknown,
  autoShutdown: AutoShutdown | undefined,
): Checked<readonly FullChildSpec[]> {
  if (!Array.isArray(specs)) return functionClause(specs);
  const seen = new TermMap<FullChildSpec>();
  for (const spec of specs) {
    const checked = checkChildSpec(spec, autoShutdown);
    if (checked[0] === 'error') return checked;
    const [, { id }] = checked;
    if (seen.get(id) !== undefined) return ['error', ['duplicate_child_name', id]];
    seen.set(id, checked[1]);
  }
  return ['ok', [...seen.values()]];
}
