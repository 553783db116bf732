/**
 * The functions of modules by name, Erlang's `M:F`. An atom keeps Erlang's own spelling, a function of a port has its
 * name in camelCase: `start_link` finds `startLink`, so that `{M, start_link, Args}` may be ported either way.
 */

/**
 * The function of a class, or of an object of functions, that has this name; undefined if there is none. What JavaScript
 * gives every object and every class (`constructor`, `apply`, `toString` ...) is none of them.
 */
export function functionNamed(module: unknown, name: string): ((...args: unknown[]) => unknown) | undefined {
  if (module === null || (typeof module !== 'object' && typeof module !== 'function')) return undefined;
  const found = valueNamed(module, name) ?? valueNamed(module, camelCase(name));
  return typeof found === 'function' ? (found as (...args: unknown[]) => unknown) : undefined;
}

function valueNamed(module: object, name: string): unknown {
  if (name === 'constructor') return undefined;
  for (let holder: object | null = module; holder !== null && !everyones.includes(holder);) {
    if (Object.hasOwn(holder, name)) return Reflect.get(holder, name, module);
    holder = Reflect.getPrototypeOf(holder);
  }
  return undefined;
}

const everyones: readonly object[] = [Object.prototype, Function.prototype];

function camelCase(name: string): string {
  return name.replace(/(?<=.)_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
