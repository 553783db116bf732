// `regent shell`, the command, and a node that is an OS process of its own.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../../../lib/cli/run.js';
import { ExampleProcess } from '../../examples/exampleProcess.js';
import { built } from '../../support/built.js';

/** A node that allows shells, with a counter on it; it prints where it listens, and what happens at its shells. */
const program = `
  import { joinCluster, startNode } from 'regent-otp';
  import { GenServer, genServer } from 'regent-otp/behaviours';

  class Counter extends GenServer {
    init() { return ['ok', 0]; }
    handleCall(request, from, count) { return ['reply', count, count + 1]; }
  }

  const node = startNode({ name: 'one' });
  node.on('shell', ({ event, who, line, reason }) => console.log(JSON.stringify({ event, who, line, reason })));
  node.on('crash', ({ reason }) => console.log('crash', String(reason)));
  const cluster = await joinCluster(node, { spec: 'node.json', shell: process.argv[2] === 'shell' });
  await node.run(() => genServer.start(['local', 'counter'], Counter, undefined));
  console.log('listens', cluster.endpoint.port);
`;

const files = {
  cluster_cert_path: 'certs/cluster_cert.pem',
  cluster_crl_path: 'certs/cluster_crl.pem',
  node_cert_path: 'certs/node_%d_cert.pem',
  node_key_path: 'certs/node_%d_key.pem',
};

let folder: string;

async function regent(...args: string[]): Promise<void> {
  const errors: string[] = [];
  const status = await run([...args, '--dir', path.join(folder, 'certs')], {
    out: () => undefined,
    err: (text) => errors.push(text),
  });
  expect([status, errors]).toEqual([0, []]);
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(await built(), 'shell-'));
  await regent('certs', 'init');
  await regent('certs', 'node', 'one');
  await regent('certs', 'shell', 'joe');
  writeFileSync(path.join(folder, 'main.js'), program);
  const own = { id: 'one', address: '127.0.0.1:20000', listen_address: '127.0.0.1:0' };
  writeFileSync(path.join(folder, 'node.json'), JSON.stringify({ nodes: [own], ...files }));
  return () => rm(folder, { recursive: true, force: true });
}, 180_000);

/** Starts the node; where it listens stands in `cluster.json`. */
async function started(...args: string[]): Promise<ExampleProcess> {
  const host = ExampleProcess.startFile(path.join(folder, 'main.js'), args, {}, folder);
  const [, port] = await host.printed(/listens (\d+)/);
  const nodes = [{ id: 'one', address: `127.0.0.1:${port}` }];
  writeFileSync(path.join(folder, 'cluster.json'), JSON.stringify({ nodes, ...files }));
  return host;
}

async function shell(...args: string[]): Promise<ExampleProcess> {
  const command = path.join(await built(), 'lib', 'cli', 'main.js');
  return ExampleProcess.startFile(command, ['shell', ...args], {}, folder);
}

test('lines that are piped in are evaluated on the node, and the last answer is waited for', async () => {
  const host = await started('shell');
  const command = await shell('--node', 'one', '--name', 'joe');
  command.end("node.name\nwhereis('counter') === processes()[0]\nawait call('counter', 'next') + 41\n");
  const { code, stdout, stderr } = await command.ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain("one> 'one'\none> true\n");
  expect(stdout).toMatch(/\b41\n/);
  await host.printed(/closed/);
  expect(host.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))).toEqual([
    { event: 'opened', who: 'CN=Regent role shell joe' },
    { event: 'line', who: 'CN=Regent role shell joe', line: 'node.name' },
    { event: 'line', who: 'CN=Regent role shell joe', line: "whereis('counter') === processes()[0]" },
    { event: 'line', who: 'CN=Regent role shell joe', line: "await call('counter', 'next') + 41" },
    { event: 'closed', who: 'CN=Regent role shell joe', reason: 'ended' },
  ]);
});

test('what goes wrong in a shell is shown there, and the node goes on', async () => {
  const host = await started('shell');
  const command = await shell('--node', 'one', '--name', 'joe');
  command.write('null.field\n');
  await command.printed(/Uncaught TypeError: Cannot read properties of null/);
  command.write("setTimeout(() => { throw new Error('in a timer') }, 1)\n");
  await command.printed(/Uncaught Error: in a timer/);
  command.write("void Promise.reject(new Error('in a promise'))\n");
  await command.printed(/Uncaught Error: in a promise/);
  command.write("queueMicrotask(() => { throw new Error('in a microtask') })\n");
  await command.printed(/Uncaught Error: in a microtask/);
  command.write("await call('nobody', 'next')\n");
  await command.printed(/'nobody' is no Address/);
  command.end('1 + 1\n');
  expect((await command.ended).code).toBe(0);
  const second = await shell('--node', 'one', '--name', 'joe');
  second.end('node.name\n');
  expect((await second.ended).stdout).toContain("'one'");
  expect(host.lines.filter((line) => line.startsWith('crash'))).toEqual([]);
});

test('an error that a line leaves behind when its shell has ended does not end the node', async () => {
  const host = await started('shell');
  const command = await shell('--node', 'one', '--name', 'joe');
  command.end(
    "void new Promise((go) => process.stdin.once('data', go)).then(() => { console.log('gone'); throw new Error('too late') })\n",
  );
  expect((await command.ended).code).toBe(0);
  host.write('go\n');
  await host.printed(/gone/);
  const second = await shell('--node', 'one', '--name', 'joe');
  second.end('node.name\n');
  expect((await second.ended).stdout).toContain("'one'");
});

test('an error in a callback of a process that a shell has started ends that process', async () => {
  const host = await started('shell');
  const command = await shell('--node', 'one', '--name', 'joe');
  command.write("await run(() => new Promise(() => setTimeout(() => { throw 'late' }, 1)))\n");
  await command.printed(/Uncaught .*'nocatch', 'late'/);
  await host.printed(/crash nocatch,late/);
  command.write("void run(() => { throw 'not awaited' })\n");
  await command.printed(/Uncaught[^]*not awaited/);
  command.end('node.name\n');
  expect((await command.ended).code).toBe(0);
});

test('a node that allows no shells opens none, and the command says so', async () => {
  await started();
  const { code, stdout, stderr } = await (await shell('--node', 'one', '--name', 'joe')).ended;
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^regent: 127\.0\.0\.1:\d+: (it did not let us in|the connection was closed).*\n$/);
});

test('a node that ends takes its shells with it, and the command says so', async () => {
  const host = await started('shell');
  const command = await shell('--node', 'one', '--name', 'joe');
  await command.printed(/one> /);
  host.kill('SIGKILL');
  expect(await command.ended).toMatchObject({ code: 1, stderr: 'regent: the node ended the shell\n' });
});

test.each([
  [['--node', 'two', '--name', 'joe'], /^regent: cluster\.json: there is no node "two" in it\n$/],
  [['--node', 'one', '--name', 'ann'], /^regent: .*shell_ann_cert\.pem.*\n$/],
  [['--node', 'one', '--name', 'joe', '--address', 'nowhere'], /^regent: --address: "nowhere": .*\n$/],
  [['--node', 'one', '--name', 'joe', '--spec', 'main.js'], /^regent: main\.js: it is no cluster spec: .*\n$/],
  [['--name', 'joe'], /^regent: required option '--node <id>' not specified .*\n$/],
])('%j fails with one line that says why', async (args, line) => {
  writeFileSync(path.join(folder, 'cluster.json'), JSON.stringify({ nodes: [{ id: 'one', address: '127.0.0.1:1' }] }));
  const { code, stderr } = await (await shell(...args)).ended;
  expect(code).not.toBe(0);
  expect(stderr).toMatch(line);
});

test('nobody listens there', async () => {
  const { stderr } = await (await shell('--node', 'one', '--name', 'joe', '--address', '127.0.0.1:1')).ended;
  expect(stderr).toBe('regent: 127.0.0.1:1: nobody listens there (ECONNREFUSED)\n');
});
