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
export { DynamicSupervisor, type DynamicInit } from './dynamic/dynamicSupervisor.js';
export type { DynamicFlags, DynamicOptions } from './dynamic/flags.js';
export { dynamicSupervisor } from './dynamic/module.js';
export type { DynamicStarted } from './dynamic/startDynamic.js';
export type { ChildCountMap } from './elixir/callSupervisor.js';
export type { ChildLike, Startable } from './elixir/childSpecOf.js';
export type { ElixirStartOptions, NameOption } from '../behaviours/index.js';
export { partitionSupervisor, type PartitionKey } from './partition/module.js';
export type { PartitionOptions } from './partition/options.js';
export { taskSupervisor, type TaskSupervisorOptions } from './task/module.js';
