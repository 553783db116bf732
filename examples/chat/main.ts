/**
 * `npm run chat -- 1` in one shell and `npm run chat -- 2` in another: what is typed in one appears in the other.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startNode } from 'regent-otp';
import { ensureCertificates } from 'regent-otp/certs';
import { chat } from './chat.js';

const usage = `usage: npm run chat -- 1|2 [--spec FILE] [--wait SECONDS]
  1|2     which of the two nodes this is
  --spec  the cluster spec; its certificates are in the folder certs beside it (default: examples/chat/cluster.json)
  --wait  how long the other node has to come once the input has ended (default: 10)`;

interface Arguments {
  readonly own: string;
  readonly other: string;
  readonly spec: string;
  /** ms */
  readonly patience: number;
}

async function main({ own, other, spec, patience }: Arguments): Promise<void> {
  if (existsSync(spec)) await ensureCertificates(join(dirname(spec), 'certs'), [own, other]);
  const node = startNode({ name: own });
  try {
    await node.run(() => chat(other, spec, patience));
  } finally {
    await node.stop();
  }
}

/** Undefined if they make no sense. */
function readArguments(args: string[]): Arguments | undefined {
  const options = { spec: { type: 'string' }, wait: { type: 'string', default: '10' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [own = '', ...more] = positionals;
    const patience = Number(values.wait) * 1000;
    if (!/^[12]$/.test(own) || more.length > 0 || !(patience >= 0 && patience <= 2 ** 31)) return undefined;
    return { own, other: own === '1' ? '2' : '1', spec: values.spec ?? sampleSpec(), patience };
  } catch {
    return undefined;
  }
}

function sampleSpec(): string {
  return fileURLToPath(new URL('examples/chat/cluster.json', import.meta.resolve('regent-otp/package.json')));
}

function fail(text: string, status: number): void {
  console.error(text);
  process.exitCode = status;
}

const given = readArguments(process.argv.slice(2));
if (given === undefined) fail(usage, 2);
else main(given).catch((error: unknown) => fail(`chat: ${error instanceof Error ? error.message : String(error)}`, 1));
