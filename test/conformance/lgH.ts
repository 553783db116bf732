/** src/lg_h.erl: logs a summary, level and label, of each thing that a node reports. In Regent those are its events. */
import { currentNode, type CrashEvent, type ReportEvent } from 'regent-otp';
import * as t from './t.js';

/** Runs `fun` and logs what the node reports meanwhile, and 60 ms longer. */
export async function withHandler(fun: () => unknown): Promise<void> {
  const node = currentNode();
  const report = ({ level, label, ...rest }: ReportEvent) => {
    const isSupervisor = Array.isArray(label) && label[0] === 'supervisor';
    t.log('logged', '', [level, isSupervisor ? ['label', label, sup(rest)] : ['label', label]]);
  };
  // A crash that proc_lib reports knows its ancestors; others are told by the emulator.
  const crash = (event: CrashEvent) =>
    t.log('logged', '', ['error', 'ancestors' in event ? ['label', ['proc_lib', 'crash']] : 'emulator_error']);
  node.on('report', report).on('crash', crash);
  try {
    await fun();
  } finally {
    await t.sleep(60);
    node.off('report', report).off('crash', crash);
  }
}

function sup({ report }: Readonly<Record<string, unknown>>): unknown {
  if (!Array.isArray(report)) return 'none';
  const reason = (report as readonly (readonly [string, unknown])[]).find(([key]) => key === 'reason');
  return reason === undefined ? 'started' : ['reason', reason[1]];
}
