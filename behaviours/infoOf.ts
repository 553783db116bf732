/** infoOf: one piece of information about a process of this node, without the name of the item around it. */
import { processInfo, type Address, type ProcessInfoItem, type ProcessInfoValue } from '../lib/index.js';

/** Undefined if the process has ended, and for the name of one that has none. */
export function infoOf<I extends ProcessInfoItem>(
  pid: Address,
  item: I,
): Exclude<ProcessInfoValue<I>, readonly []> | undefined {
  const [, value] = processInfo(pid, item) ?? [];
  return value as Exclude<ProcessInfoValue<I>, readonly []> | undefined;
}
