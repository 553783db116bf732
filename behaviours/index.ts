/** What `import ... from 'regent-otp/behaviours'` gives: OTP's behaviours. */
export type { StartResult } from './gen/start.js';
export type { StartOption, StartOptions, StartOptionsByName } from './gen/startOptions.js';
export type { Status } from './gen/formatStatus.js';
export { RequestIds } from './gen/requestIds.js';
export type { LabelledResponse, RequestId } from './gen/requests.js';
export type { Response, ResponseTimeout } from './gen/responses.js';
export { genServer } from './genServer/module.js';
export type { MultiCallResult } from './genServer/calling.js';
export type { EnterLoop, ServerClass, ServerClassOf, StartServer } from './genServer/starting.js';
export { continueWith, noreply, ok, reply, stop } from './genServer/returns.js';
export { GenServer } from './genServer/server.js';
export type {
  Action,
  AnyCall,
  Call,
  CallResult,
  Eventually,
  InitResult,
  CodeChangeResult,
  NoreplyResult,
  ReplyTo,
} from './genServer/types.js';
export { ets } from './ets/module.js';
export type { Continuation as EtsContinuation, Some } from './ets/continuation.js';
export type { Setting as EtsSetting } from './ets/creating.js';
export type { TableInfoItem, TableInfoValue } from './ets/info.js';
export type { CompiledSpec } from './ets/matchSpec.js';
export type { TypedSpec } from './ets/selecting.js';
export type { KeyAndObjects } from './ets/traversing.js';
export type {
  CounterChange,
  EtsObject,
  EtsPattern,
  EtsTable,
  Heir,
  MatchClause,
  MatchSpec,
  Position,
  Protection,
  TableOption,
  TableType,
} from './ets/types.js';
export type { ElementChange } from './ets/updating.js';
export { genEvent } from './genEvent/module.js';
export { GenEvent } from './genEvent/handler.js';
export type { StartManager } from './genEvent/starting.js';
export type {
  CheckHandler,
  HandlerResponse,
  LabelledHandlerResponse,
  SendToHandler,
  WaitForHandler,
} from './genEvent/requests.js';
export type {
  EventResult,
  Handler,
  HandlerCallResult,
  HandlerClass,
  HandlerError,
  HandlerInitResult,
  HandlerModule,
  NewHandler,
  SwapHandler,
} from './genEvent/types.js';
export { Application, type ApplicationStarted, type StartType } from './application/application.js';
export type { EnvOptions } from './application/environment.js';
export { application, type ApplicationInfo, type ResourceKey } from './application/module.js';
export type { Config, Parameters } from './application/parameters.js';
export type { ApplicationModule, ApplicationResource, Loaded, ResourceOptions } from './application/resource.js';
export type { AllStarted, StartResult as ApplicationStartResult } from './application/starting.js';
export type { RestartType } from './application/table.js';
export { global } from './global/module.js';
export type { LockId } from './global/locks.js';
export type { Decision, Resolve } from './global/resolvers.js';
export type { Claim } from './names/claim.js';
export type { Registered as NameRegistered } from './names/claimRegistry.js';
export type { NamesCounters } from './names/dump.js';
export { names, type Names, type NamesOptions } from './names/module.js';
export type { Policy as NamesPolicy } from './names/policies.js';
export { pg, type Groups } from './pg/module.js';
export { elixirGenServer, type ElixirServerRef, type ElixirStartOptions } from './elixir/genServer.js';
export { argumentError, elixirError, runtimeError } from './elixir/elixirError.js';
export type { Inherited, Statics } from './elixir/inherited.js';
export { idOf, serverNameOf, type NameOption } from './elixir/nameOption.js';
export { functionClause } from './functionClause.js';
export { functionNamed } from './functionNamed.js';
export { moduleName } from './moduleName.js';
export { answer } from './answer.js';
export { procLib } from './procLib/module.js';
export type { CalleeFunction, Module } from './procLib/callee.js';
export type { Exception } from './procLib/raise.js';
export type { StartSpawnOption } from './procLib/spawnOptions.js';
export type { ProcessRef } from './procLib/stopProcess.js';
export { Debug, type DebugFunction, type DebugOption, type FunctionSpec, type SystemEvent } from './sys/debug.js';
export { registry, type Registration, type RegistryKey, type RegistrySpec } from './registry/localRegistry.js';
export type { Dispatcher, DispatchOptions } from './registry/dispatch.js';
export type { RegistryOptions } from './registry/options.js';
export type { Registered } from './registry/registering.js';
export { Registry } from './registry/registry.js';
export { erpc } from './rpc/erpc.js';
export type { ErpcRequestIds, ErpcResponse } from './rpc/erpcCollections.js';
export type { ErpcTimeout } from './rpc/erpcOutcome.js';
export type { ErpcRequestId, Outcome } from './rpc/erpcRequest.js';
export { rpc, type RpcKey, type RpcMulticallResult } from './rpc/rpc.js';
export { sys } from './sys/module.js';
export type { SystemModule } from './sys/specialProcess.js';
export {
  isServerName,
  isServerRef,
  locate,
  nodeOfServer,
  type GlobalName,
  type ServerName,
  type ServerRef,
  type ViaName,
  type ViaRegistry,
} from './via.js';
export type { ServerPid, Speaks } from './speaks.js';
export { TermMap } from './termMap.js';
export { timer, type TimerRef, type TimerResult } from './timer/timer.js';
export { genStatem, type StartStatem, type StatemClass } from './genStatem/module.js';
export { GenStatem } from './genStatem/statem.js';
export type {
  Actions,
  CallbackMode,
  CallbackModeResult,
  EnterAction,
  EnterType,
  EventType,
  ReplyAction,
  StatemAction,
  StatemInitResult,
  StatemResult,
  TimeoutAction,
  TimeoutOption,
  TimeoutType,
} from './genStatem/types.js';
export { agent } from './agent/module.js';
export type {
  AgentSpec,
  CastToAgent,
  GetAndUpdateAgent,
  GetFromAgent,
  StartAgent,
  UpdateAgent,
} from './agent/module.js';
export type { Mfa } from './elixir/mfa.js';
export { ElixirServer } from './elixir/server.js';
export type { AsyncStream, TaskStream } from './task/asyncStream.js';
export type { YieldManyOptions } from './task/awaitingMany.js';
export { task, type TaskSpec } from './task/module.js';
export { supervised as taskSupervised } from './task/supervised.js';
export { supervisedTasks } from './task/supervisedTasks.js';
export type {
  ChildStarted,
  StartChild,
  StartChildOptions,
  StartSupervised,
  SupervisedOptions,
  SupervisedStream,
  SupervisedStreamOptions,
} from './task/supervisedTasks.js';
export type { Input } from './task/stream.js';
export type { StreamOptions } from './task/streamOptions.js';
export type { AsyncTask, StartTask, Task, TaskResult } from './task/types.js';
export { isPromise } from './promise.js';
export { whenDone } from './whenDone.js';
