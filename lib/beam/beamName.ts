/** Names of Erlang nodes: `name@host`. */

/** The two parts of a name; undefined if it is none. */
export function partsOf(name: unknown): { readonly name: string; readonly host: string } | undefined {
  const parts = typeof name === 'string' && name.length <= 255 ? /^([\w.-]+)@([\w.-]+)$/.exec(name) : null;
  return parts === null ? undefined : { name: parts[1]!, host: parts[2]! };
}
