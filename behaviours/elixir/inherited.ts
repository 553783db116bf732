/**
 * Inherited: the type of a function that a class of Elixir's hands down to those who extend it, who may have one of their
 * own under its name with whatever parameters.
 *
 * In Elixir `use GenServer` makes a module none of GenServer's functions, so a module may well have its own `start_link`.
 * For TypeScript a static method must fit the one it hides. Where that one has several signatures, TypeScript takes all of
 * their type parameters for `any` in this comparison: with nothing but type parameters everything fits. A call infers them,
 * and is checked against their constraints. So both signatures are the same, and both are needed.
 *
 * @typeParam Args its parameters, as a tuple
 * @typeParam Result what it returns
 */
export interface Inherited<Args extends readonly unknown[], Result> {
  <const A extends Args, R extends Result = Result>(...args: A): NoInfer<R>;
  <const A extends Args, R extends Result = Result>(...args: A): NoInfer<R>;
}

/** The functions of a module, to be handed down. */
export type Statics<Module> = {
  readonly [Name in keyof Module]: Module[Name] extends (...args: infer Args) => infer Result
    ? Inherited<Args, Result>
    : Module[Name];
};
