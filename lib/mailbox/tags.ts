/** tagsOf: the tags under which a receive finds its message. */
import { On, type Clause } from './clause.js';
import { tagOfPattern, untagged } from './tag.js';

/** The tags of all clauses, or undefined if one of them may match any message. */
export function tagsOf(clauses: readonly Clause[]): unknown[] | undefined {
  const tags: unknown[] = [];
  for (const clause of clauses) {
    if (!(clause instanceof On)) continue;
    const tag = tagOfPattern(clause.pattern);
    if (tag === untagged) return undefined;
    if (!tags.includes(tag)) tags.push(tag);
  }
  return tags;
}
