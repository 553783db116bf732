// The chat as two OS processes, each with its own input and output.
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePorts } from '../../../examples/demo/freePorts.js';
import { root } from '../../package/project.js';
import { built } from '../../support/built.js';
import { ExampleProcess } from '../exampleProcess.js';
import { temporaryFolder } from '../temporaryFolder.js';

interface Shells {
  readonly spec: string;
  readonly ports: readonly number[];
  /** Starts the chat of a node. */
  readonly chat: (id: 1 | 2, ...options: string[]) => Promise<ExampleProcess>;
}

/** The sample spec at free ports, in a folder of its own without certificates. */
async function shells(): Promise<Shells> {
  const spec = path.join(temporaryFolder(), 'cluster.json');
  const ports = await freePorts(2);
  const sample = readFileSync(path.join(root, 'examples/chat/cluster.json'), 'utf8');
  writeFileSync(spec, sample.replace('20000', String(ports[0])).replace('20001', String(ports[1])));
  return {
    spec,
    ports,
    chat: (id, ...options) => ExampleProcess.start('chat', [String(id), '--spec', spec, ...options]),
  };
}

// Compiling takes long on a busy machine.
beforeAll(built, 180_000);

describe('the chat', { timeout: 60_000 }, () => {
  it('prints each line that is typed on one node on the other', async () => {
    const { chat } = await shells();
    const [one, two] = await Promise.all([chat(1), chat(2)]);
    one.write('hello\n');
    await two.printed(/^Received: hello$/m);
    two.write('good morning\nhow are you?\n');
    await one.printed(/^Received: good morning\nReceived: how are you\?$/m);
    one.end('bye\n');
    expect(await one.ended).toMatchObject({ code: 0, stdout: 'Received: good morning\nReceived: how are you?\n' });
    await two.complained(/node 1 has gone/);
    two.end();
    expect(await two.ended).toMatchObject({ code: 0, stdout: 'Received: hello\nReceived: bye\n' });
  });

  it('delivers in both directions what is piped into both, then both exit with 0', async () => {
    const { chat } = await shells();
    const [one, two] = await Promise.all([chat(1, '--wait', '60'), chat(2, '--wait', '60')]);
    one.end('a\nb\n');
    two.end('c\nd\ne');
    const [first, second] = await Promise.all([one.ended, two.ended]);
    expect(first).toMatchObject({ code: 0, stdout: 'Received: c\nReceived: d\nReceived: e\n' });
    expect(second).toMatchObject({ code: 0, stdout: 'Received: a\nReceived: b\n' });
  });

  it('delivers all of a large input before it exits', async () => {
    const { chat } = await shells();
    const [one, two] = await Promise.all([chat(1, '--wait', '60'), chat(2)]);
    const line = 'x'.repeat(100_000);
    one.end(`${line}\n`.repeat(200));
    expect((await one.ended).code).toBe(0);
    two.end();
    const { stdout } = await two.ended;
    expect(stdout.replaceAll(line, 'x')).toBe('Received: x\n'.repeat(200));
  });

  it('keeps lines that are typed before the other node is there, and says so', async () => {
    const { chat } = await shells();
    const one = await chat(1, '--wait', '60');
    one.write('first\n');
    await one.complained(/node 2 is not there yet/);
    one.write('second\n');
    one.end('third\n');
    const two = await chat(2);
    await two.printed(/^Received: first\nReceived: second\nReceived: third$/m);
    expect((await one.ended).code).toBe(0);
  });

  it('makes its certificates on first use, the same for two that are started together', async () => {
    const { chat, spec } = await shells();
    const [one, two] = await Promise.all([chat(1), chat(2)]);
    one.write('hello\n');
    await two.printed(/^Received: hello$/m);
    expect(readdirSync(path.dirname(spec)).sort()).toEqual(['certs', 'cluster.json']);
    expect(readdirSync(path.join(path.dirname(spec), 'certs')).sort()).toEqual([
      'cluster_cert.pem',
      'cluster_crl.pem',
      'cluster_key.pem',
      'node_1_cert.pem',
      'node_1_key.pem',
      'node_2_cert.pem',
      'node_2_key.pem',
    ]);
  });

  it('goes on when the other node comes back', async () => {
    const { chat } = await shells();
    const [one, two] = await Promise.all([chat(1), chat(2)]);
    one.write('hello\n');
    await two.printed(/^Received: hello$/m);
    two.kill('SIGKILL');
    await one.complained(/node 2 has gone/);
    one.write('are you there?\n');
    await one.complained(/node 2 is not there yet/);
    const again = await chat(2);
    await again.printed(/^Received: are you there\?$/m);
  });

  it('exits with 0 and says what it could not send when the other node does not come', async () => {
    const { chat } = await shells();
    const one = await chat(1, '--wait', '0.1');
    one.end('hello\nis there anybody?\n');
    const { code, stdout, stderr } = await one.ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/node 2 did not come: 2 of your lines have not been sent\n$/);
  });

  it('exits at once when nothing was typed at all', async () => {
    const { chat } = await shells();
    const one = await chat(1, '--wait', '1000');
    one.end();
    expect(await one.ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('says in one line that its port is in use, and exits with 1', async () => {
    const { chat, ports } = await shells();
    const server = createServer().listen(ports[0], '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { code, stderr } = await (await chat(1)).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^chat: .*127\\.0\\.0\\.1:${ports[0]}.*\n$`));
  });

  it('says what is wrong with a cluster spec, and exits with 1', async () => {
    const { chat, spec } = await shells();
    writeFileSync(spec, '{ "nodes": [{ "id": 1, "address": "somewhere" }, { "id": 2 }] }');
    const { code, stderr } = await (await chat(1)).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^chat: the cluster spec .*nodes\[0\]\.address.*nodes\[1\]\.address/s);
  });

  it('says that there is no such cluster spec, and makes nothing where it should be', async () => {
    const missing = path.join(temporaryFolder(), 'missing');
    const one = await ExampleProcess.start('chat', ['1', '--spec', path.join(missing, 'cluster.json')]);
    const { code, stderr } = await one.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^chat: the cluster spec .* cannot be read \(ENOENT\)\n$/s);
    expect(existsSync(missing)).toBe(false);
  });

  it.each([[[]], [['3']], [['1', '2']], [['1', '--speck', 'x']], [['1', '--wait', 'long']]])(
    'tells its usage and exits with 2 when the arguments are %j',
    async (args) => {
      const { code, stdout, stderr } = await (await ExampleProcess.start('chat', args)).ended;
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^usage: npm run chat -- 1\|2/);
    },
  );
});
