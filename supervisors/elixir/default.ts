/** What stands for the module of a supervisor that was started without one: its argument is what `init` returns. */
export class SupervisorDefault {
  init(result: unknown): unknown {
    return result;
  }
}
Object.defineProperty(SupervisorDefault, 'name', { value: 'Elixir.Supervisor.Default' });
