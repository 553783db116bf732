/** What `import ... from 'regent-otp/supervisors'` gives: supervisors, OTP's and Elixir's. */
export type {
  AutoShutdown,
  ChildSpec,
  ChildTuple,
  ChildType,
  FullChildSpec,
  Module,
  Modules,
  Restart,
  Shutdown,
  Start,
} from './childSpec.js';
export type { FlagsTuple, Strategy, SupervisorFlags } from './rules/checkFlags.js';
export {
  supervisor,
  type ChildCounts,
  type ChildInfo,
  type ChildResult,
  type StartChildResult,
  type SupervisorClass,
} from './supervisor/module.js';
export { Supervisor, type SupervisorInit } from './supervisor/supervisor.js';
