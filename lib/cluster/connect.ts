/**
 * What the cluster uses of the layers below it: connections that it dials, and connections that others dial.
 */
export { acceptConnections } from './acceptConnections.js';
export { DialError, RefusedError, type RefusalCode } from './connectErrors.js';
export type {
  AcceptOptions,
  Applicant,
  ConnectionOptions,
  DialOptions,
  LocalNode,
  WireEvent,
} from './connectOptions.js';
export { dialConnection } from './dialConnection.js';
