/** What `import ... from 'regent-otp'` gives: the part of Erlang that its virtual machine provides. */
export { Address } from './terms/address.js';
export { Ref } from './terms/ref.js';
export { parseAddress } from './terms/incarnation.js';
export type { NameOnNode, Signal, Target } from './terms/signal.js';
export { badarg, error, ErlangError, ExitError, ZombieError } from './terms/errors.js';
export { catchTerm, exitReasonOf, stackOf, type Stack } from './terms/reasons.js';
export { compareTerms } from './terms/compareTerms.js';
export { isPlainObject } from './terms/plainData.js';
export { formatTerm } from './terms/formatTerm.js';
export { copyTerm, type MessageMode } from './terms/messages.js';
export { keepSequenceKind } from './terms/sequenceKind.js';
export { essence, essenceOf, termEquals } from './terms/termEquals.js';

export { After, after, down, exitFrom, On, on, type Clause, type ResultOf } from './mailbox/clause.js';
export { systemClock, type Clock } from './scheduler/clock.js';
export type { Runnable, Scheduler, SchedulerFactory } from './scheduler/scheduler.js';

export { Afterwards } from './process/afterwards.js';
export { DriverExit } from './process/driverExit.js';
export { alias, unalias } from './process/aliases.js';
export { become } from './process/become.js';
export type { Body, Driver } from './process/body.js';
export { bodyOf } from './process/bodyOf.js';
export { erase, get, getKeys, put } from './process/dictionary.js';
export { exit } from './process/exit.js';
export { Alarm } from './process/alarm.js';
export { genCall, genReply, type From } from './process/genCall.js';
export { genCast } from './process/genCast.js';
export { hold, holdFor, letGo, type Held } from './process/hold.js';
export { untilMessage } from './process/untilMessage.js';
export { startDriver, type Started, type StartOptions, type StartReport } from './process/startDriver.js';
export type { CallFailure } from './process/call.js';
export type { CrashEvent } from './process/host.js';
export { link, unlink } from './process/links.js';
export { demonitor, monitor, type DemonitorOption, type MonitorAlias, type MonitorOption } from './process/monitors.js';
export { locally } from './process/locally.js';
export { isProcessAlive, processInfo, type ProcessInfoItem, type ProcessInfoValue } from './process/processInfo.js';
export { again, type Again } from './mailbox/again.js';
export { receive } from './process/receive.js';
export { processFlag, type CountFlag } from './process/flags.js';
export { groupLeader, makeRef, processSignal, self, yieldNow } from './process/self.js';
export { isNameOnNode, send, type Destination } from './process/send.js';
export {
  cancelTimer,
  readTimer,
  sendAfter,
  startTimer,
  type CancelOption,
  type ReadOption,
  type TimerOption,
} from './process/sendAfter.js';
export { spawn, spawnDriver, spawnLink, spawnMonitor, spawnOpt } from './process/spawn.js';
export type { ProcessFunction } from './process/functionBody.js';
export { spawnRequest, spawnRequestAbandon } from './process/spawnRequest.js';
export type { ReplyWanted, SpawnOption, SpawnRequestOption } from './process/spawnOptions.js';

export type {
  ConnectionEvent,
  LongScheduleEvent,
  NodedownReason,
  NodeEvents,
  ReportEvent,
  ShellEvent,
} from './node/events.js';
export { halt } from './node/halt.js';
export { jsonLines, type LineWriter } from './node/jsonLines.js';
export type { MailboxHandle } from './node/mailboxHandle.js';
export {
  currentNode,
  monotonicTime,
  node,
  nodes,
  processes,
  register,
  registered,
  systemTime,
  unregister,
  whereis,
  type NodesArgument,
} from './node/names.js';
export type { Node } from './node/node.js';
export type { ExportedFunctions, NodeOptions } from './node/nodeOptions.js';
export { disconnectNode, netAdm, netKernel } from './node/connectNode.js';
export { monitorNode } from './node/monitorNode.js';
export { monitorNodes, type MonitorNodesOption, type MonitorNodesOptions } from './node/monitorNodes.js';
export type { Peer } from './node/peer.js';
export { onNodeStart, startNode } from './node/startNode.js';
export type { Trace, TraceEvent, TraceFlags, TraceListener } from './node/trace.js';
export { traceReceived, traceSent, type TracedMessage } from './node/traceHooks.js';

export { drained, sendNosuspend } from './cluster/backPressure.js';
export type { BackOffOptions } from './cluster/backOff.js';
export type { Cluster } from './cluster/cluster.js';
export type { Codec } from './cluster/codec.js';
export type { AnyClassCodec, ClassCodec } from './cluster/codec/classes.js';
export type { CodecOptions } from './cluster/codec/codecOptions.js';
export { DecodeError } from './cluster/codec/decodeError.js';
export { EncodeError } from './cluster/codec/encodeError.js';
export { createJsonCodec, jsonCodec } from './cluster/codec/jsonCodec.js';
export type { CodecLimits } from './cluster/codec/limits.js';
export { createMsgpackCodec, msgpackCodec } from './cluster/codec/msgpackCodec.js';
export type { ClusterOptions } from './cluster/clusterOptions.js';
export type { Discovering, Discovery, DiscoveryWatcher } from './cluster/discovery/discovery.js';
export { dnsAddresses, type DnsAddressesOptions } from './cluster/discovery/dnsAddresses.js';
export type { DnsOptions } from './cluster/discovery/dnsOptions.js';
export { dnsServices, type DnsService, type DnsServicesOptions } from './cluster/discovery/dnsServices.js';
export { staticNodes } from './cluster/discovery/staticNodes.js';
export { watchedFile } from './cluster/discovery/watchedFile.js';
export { joinCluster } from './cluster/joinCluster.js';
export type { NodeStatus } from './cluster/member.js';
export type { MemberChanges } from './cluster/members.js';
export type { OutboxLimits } from './cluster/outbox.js';
export type { ConnectionOptions, WireEvent } from './cluster/connectOptions.js';
export {
  createMemoryNetwork,
  type MemoryNetwork,
  type MemoryNetworkOptions,
  type MemoryTransportOptions,
} from './cluster/memoryTransport.js';
export type {
  ClusterSpec,
  ClusterSpecFile,
  Credentials,
  CredentialSource,
  NodeSpec,
  NodeSpecFile,
} from './cluster/spec/clusterSpec.js';
export { ClusterSpecError } from './cluster/spec/clusterSpecError.js';
export { readClusterSpec } from './cluster/spec/readClusterSpec.js';
export { serveStatus, type StatusOptions, type StatusServer } from './cluster/status/serveStatus.js';
export type { ProcessStatus, Status } from './cluster/status/statusOf.js';
export { tlsTransport, type TlsTransportOptions } from './cluster/tlsTransport.js';
export type { Channel, Endpoint, Listener, Transport } from './cluster/transport.js';
