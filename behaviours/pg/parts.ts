/** parts: all members of a node in parts of a bounded size, since a message that is too large does not travel at all. */
import type { Address } from '../../lib/index.js';

/** A group with members of it. */
export type Membership = readonly [group: unknown, pids: readonly Address[]];

/** Who takes the parts in one after the other, each before what has come of its group, has the members in their order. */
export function parts(groups: readonly Membership[], size: number): readonly (readonly Membership[])[] {
  const result: Membership[][] = [];
  let part: Membership[] = [];
  let room = 0;
  for (const [group, pids] of groups) {
    for (let end = pids.length; end > 0;) {
      if (room === 0) {
        result.push((part = []));
        room = size;
      }
      const start = Math.max(0, end - room);
      part.push([group, pids.slice(start, end)]);
      room -= end - start;
      end = start;
    }
  }
  return result;
}
