/** What `import ... from 'regent-otp/behaviours'` gives: OTP's behaviours. */
export { genServer, type ServerClass, type ServerOptions } from './genServer/module.js';
export { continueWith, noreply, ok, reply, stop } from './genServer/returns.js';
export { GenServer } from './genServer/server.js';
export type {
  Action,
  AnyCall,
  Call,
  CallResult,
  Eventually,
  InitResult,
  NoreplyResult,
  ReplyTo,
  StartResult,
} from './genServer/types.js';
export { functionClause } from './functionClause.js';
export {
  isServerName,
  isServerRef,
  locate,
  nodeOfServer,
  type ServerName,
  type ServerRef,
  type ViaName,
  type ViaRegistry,
} from './via.js';
