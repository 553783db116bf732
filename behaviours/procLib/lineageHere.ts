/**
 * lineageHere: the lineage of the processes that the calling one starts.
 *
 * The table holds no state, only the objects to share, so that many children cost no more than one. A child that is
 * started after its parent got a name has a lineage of its own.
 */
import { bodyOf, self, type Address } from '../../lib/index.js';
import { infoOf } from '../infoOf.js';
import { ProcLibBody } from './body.js';
import type { Lineage } from './lineage.js';

const lineages = new WeakMap<Address, Lineage>();

export function lineageHere(): Lineage {
  const me = self();
  const parent = infoOf(me, 'registered_name') ?? me;
  const known = lineages.get(me);
  if (known?.parent === parent) return known;
  const body = bodyOf();
  const lineage = { parent, rest: body instanceof ProcLibBody ? body.lineage : undefined };
  lineages.set(me, lineage);
  return lineage;
}
