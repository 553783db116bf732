/** Control tuples on their way out. */
import { Address } from '../../terms/address.js';
import { Ref } from '../../terms/ref.js';
import type { NameOnNode } from '../../terms/signal.js';
import type { TermEncoder } from '../etf/encoder.js';
import { tags } from '../etf/tags.js';

/** What stands in the place of an old cookie. */
export const unused = Symbol('unused');

/** One item: an operation or flags, a pid, a reference, a name, or a node's term. */
export type ControlItem = number | bigint | Address | Ref | NameOnNode | typeof unused;

export function putControl(encoder: TermEncoder, ...items: readonly ControlItem[]): void {
  openControl(encoder, items.length);
  for (const item of items) putItem(encoder, item);
}

/** The head of a control tuple, whose items follow. */
export function openControl({ output }: TermEncoder, size: number): void {
  output.u8(tags.version);
  output.tagged(tags.smallTuple, size);
}

export function putItem(encoder: TermEncoder, item: ControlItem): void {
  if (item === unused) encoder.atoms.put('');
  else if (item instanceof Address) encoder.pid(item);
  else if (item instanceof Ref) encoder.controlRef(item);
  else if (Array.isArray(item)) encoder.atoms.put((item as NameOnNode)[0]);
  else encoder.put(item);
}
