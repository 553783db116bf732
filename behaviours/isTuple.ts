/** Whether a term is a tuple with this tag. */
export function isTuple(term: unknown, tag: string, length: number): term is readonly unknown[] {
  return Array.isArray(term) && term[0] === tag && term.length === length;
}
