/**
 * The demo itself: makes certificates, starts the nodes, and follows what they report, to the last step or a failed one.
 * The OS processes and the temporary folder are gone when it is over, however this OS process ends (but by SIGKILL: then
 * its nodes end by themselves).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTerm, startNode, type MailboxHandle } from 'regent-otp';
import { ensureCertificates } from 'regent-otp/certs';
import { freePorts } from './freePorts.js';
import { OsProcesses } from './osProcesses.js';
import type { Progress } from './progress.js';
import type { NodeId, Report } from './steps.js';

const ids: readonly NodeId[] = ['a', 'b', 'c'];

/** Counts the words of a text in a cluster, and tells `progress` of each step. */
export async function demo(text: string, progress: Progress): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'regent-demo-'));
  const [specFile, textFile] = [join(folder, 'cluster.json'), join(folder, 'text')];
  const node = startNode();
  const { address, mailbox } = node.newMailbox();
  const nodes = new OsProcesses([specFile, textFile], (report) => node.send(address, report));
  const cleanUp = (): void => {
    nodes.killAll();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', cleanUp);
  try {
    writeFileSync(textFile, text);
    writeFileSync(specFile, JSON.stringify(await clusterSpec(join(folder, 'certs'))));
    progress.seen('certificates', 'an authority and a certificate for each node are made, in a temporary folder');
    for (const id of ids) nodes.start(id);
    await follow(mailbox, nodes, progress);
  } catch (error) {
    progress.failed(progress.next ?? 'check', error instanceof Error ? error.message : formatTerm(error));
  } finally {
    process.off('exit', cleanUp);
    cleanUp();
    await node.stop();
  }
}

async function clusterSpec(certificates: string): Promise<object> {
  const paths = await ensureCertificates(certificates, ids);
  const ports = await freePorts(ids.length);
  return { nodes: ids.map((id, i) => ({ id, address: `127.0.0.1:${ports[i]}` })), ...paths };
}

/** Does what the nodes ask for, until all steps have been seen; throws if one fails. */
async function follow(mailbox: MailboxHandle, nodes: OsProcesses, progress: Progress): Promise<void> {
  while (progress.next !== undefined) {
    const report = (await mailbox.receive()) as Report;
    switch (report[0]) {
      case 'seen':
        progress.seen(report[1], report[2]);
        break;
      case 'words':
        progress.words(report[1]);
        break;
      case 'kill':
        nodes.kill(report[1]);
        break;
      case 'start':
        nodes.start(report[1]);
        break;
      case 'failed':
        return progress.failed(report[1], report[2]);
      case 'ended':
        throw new Error(`node ${report[1]} has ended: ${report[2]}`);
      default:
        report satisfies never;
    }
  }
}
