/** startProcess: makes a process and queues its start. */
import type { Body } from './body.js';
import type { Host } from './host.js';
import { Process } from './process.js';
import { traceSpawn } from './tracing.js';

/** @param parent the process that starts it, also one of another node */
export function startProcess(host: Host, body: Body, parent: ConstructorParameters<typeof Process>[2]): Process {
  const process = new Process(host, body, parent);
  host.started(process);
  if (host.tracer !== undefined) traceSpawn(process);
  host.scheduler.ready(process);
  return process;
}
