/**
 * The names of modules. In Erlang a module is an atom; here it is a class or an object of functions, and where it is only
 * shown, in reports for one, its name stands for it.
 */

/** The name of a class, or of an object that has one as its Symbol.toStringTag; any other term is itself. */
export function moduleName(module: unknown): unknown {
  if (typeof module === 'function') return module.name === '' ? module : module.name;
  if (typeof module !== 'object' || module === null) return module;
  const tag: unknown = (module as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return typeof tag === 'string' && Object.hasOwn(module, Symbol.toStringTag) && tag !== 'Module' ? tag : module;
}
