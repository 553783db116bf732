/**
 * The words of a text, and the plain count that the cluster's count is held to.
 */

/** Letters and digits, an apostrophe between them included. What has no end (a file of one letter) is cut. */
const word = /[\p{L}\p{M}\p{N}]{1,64}(?:['\u2019][\p{L}\p{M}\p{N}]{1,64})?/gu;

/** The words of a text in lower case, one at a time: a long text would make a long list. */
export function* wordsOf(text: string): Generator<string, undefined> {
  for (const [found] of text.matchAll(word)) yield found.toLowerCase();
  return undefined;
}

/** How many words there are, and how often each of them comes, counted in a loop without any process. */
export function plainCount(text: string): { readonly total: number; readonly counts: ReadonlyMap<string, number> } {
  const counts = new Map<string, number>();
  let total = 0;
  for (const found of wordsOf(text)) {
    counts.set(found, (counts.get(found) ?? 0) + 1);
    total++;
  }
  return { total, counts };
}
