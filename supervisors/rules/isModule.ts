/** Whether a term can stand where Erlang wants the atom of a module: a class, an object of functions, or a name. Pure. */
export function isModule(term: unknown): boolean {
  if (typeof term === 'object') return term !== null && !Array.isArray(term);
  return typeof term === 'string' || typeof term === 'function' || typeof term === 'boolean' || term === undefined;
}
