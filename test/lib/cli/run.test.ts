import { readFileSync } from 'node:fs';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectCertificates, readAuthority, readNodeCertificate } from 'regent-otp/certs';
import { run } from '../../../lib/cli/run.js';
import { temporaryFolder } from '../certs/temporaryFolder.js';

async function regent(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const status = await run(args, { out: (text) => (out += text), err: (text) => (err += text) });
  return { status, out, err };
}

test('init and node make a cluster that checks out, and say what they wrote', async () => {
  const dir = join(await temporaryFolder(), 'certs');
  const lines = (...names: string[]) => names.map((name) => `wrote ${join(dir, name)}\n`).join('');
  expect(await regent('certs', 'init', '--dir', dir)).toEqual({
    status: 0,
    out: lines('cluster_key.pem', 'cluster_cert.pem', 'cluster_crl.pem'),
    err: '',
  });
  expect(await regent('certs', 'node', '1', 'b@h', '1', '--dir', dir)).toEqual({
    status: 0,
    out: lines('node_1_key.pem', 'node_1_cert.pem', 'node_b@h_key.pem', 'node_b@h_cert.pem'),
    err: '',
  });
  await readNodeCertificate(dir, 1);
  await readNodeCertificate(dir, 'b@h');
});

test('options reach the certificate', async () => {
  const dir = await temporaryFolder();
  await regent('certs', 'init', '--dir', dir, '--days', '30', '--bits', '3072');
  const names = ['--dns', 'localhost', '--dns', 'my.host', '--ip', '::1', '--ip', '10.0.0.1'];
  expect(await regent('certs', 'node', '1', '--dir', dir, ...names, '--days', '7')).toMatchObject({ status: 0 });
  const { out } = await regent('certs', 'inspect', join(dir, 'node_1_cert.pem'));
  expect(out).toContain(
    'URI:regent:node/1, DNS:localhost, DNS:my.host, IP Address:0:0:0:0:0:0:0:1, IP Address:10.0.0.1',
  );
  expect(out).toMatch(/\(6 days left\)/);
  expect((await regent('certs', 'inspect', join(dir, 'cluster_cert.pem'))).out).toContain('rsa 3072');
});

test('inspect prints one block for each certificate of a file', async () => {
  const dir = await temporaryFolder();
  await regent('certs', 'init', '--dir', dir);
  await regent('certs', 'node', '1', '--dir', dir);
  const both = join(dir, 'both.pem');
  const texts = ['node_1_cert.pem', 'cluster_cert.pem'].map((name) => readFileSync(join(dir, name), 'utf8'));
  await writeFile(both, texts.join(''));
  const { status, out } = await regent('certs', 'inspect', both);
  expect(status).toBe(0);
  const [node, authority] = out.split('\n\n');
  expect(node).toMatch(/^subject {3}CN=Regent node 1\nissuer {4}CN=Regent cluster authority\nidentity {2}node 1\n/);
  expect(authority).toMatch(/\nidentity {2}certificate authority\nnames {5}none\n/);
});

test('nothing is overwritten without --force', async () => {
  const dir = await temporaryFolder();
  await regent('certs', 'init', '--dir', dir);
  const before = await readFile(join(dir, 'cluster_key.pem'), 'utf8');
  const again = await regent('certs', 'init', '--dir', dir);
  expect(again).toMatchObject({ status: 1, out: '' });
  expect(again.err).toMatch(/^regent: .*cluster_key\.pem: the file exists .* not overwritten without force\n$/);
  expect(await readFile(join(dir, 'cluster_key.pem'), 'utf8')).toBe(before);

  expect(await regent('certs', 'init', '--dir', dir, '--force')).toMatchObject({ status: 0, err: '' });
  expect(await readFile(join(dir, 'cluster_key.pem'), 'utf8')).not.toBe(before);
});

test('a passphrase comes from the first line of a file', async () => {
  const dir = await temporaryFolder();
  const file = join(dir, 'passphrase');
  await writeFile(file, 'open sesame\r\nmore\n');
  await regent('certs', 'init', '--dir', dir, '--passphrase-file', file);
  await readAuthority(dir, { passphrase: 'open sesame' });
  expect(await regent('certs', 'node', '1', '--dir', dir, '--passphrase-file', file)).toMatchObject({ status: 0 });
  const locked = await regent('certs', 'node', '2', '--dir', dir);
  expect(locked).toMatchObject({ status: 1, out: '' });
  expect(locked.err).toMatch(/cluster_key\.pem: the private key is encrypted and no passphrase was given\n$/);
  const gone = await regent('certs', 'node', '2', '--dir', dir, '--passphrase-file', join(dir, 'gone'));
  expect(gone).toEqual({ status: 1, out: '', err: `regent: ${join(dir, 'gone')}: no such file\n` });
});

test('without an authority no node gets a certificate', async () => {
  const dir = await temporaryFolder();
  const { status, err } = await regent('certs', 'node', '1', '--dir', dir);
  expect({ status, err }).toEqual({ status: 1, err: `regent: ${join(dir, 'cluster_cert.pem')}: no such file\n` });
  expect(await readdir(dir)).toEqual([]);
});

test.each([
  [['certs', 'nod'], "regent: unknown command 'nod' (see regent --help)\n"],
  [['nod'], "regent: unknown command 'nod' (see regent --help)\n"],
  [['certs', 'node'], "regent: missing required argument 'ids' (see regent --help)\n"],
  [['certs', 'init', '--day', '1'], "regent: unknown option '--day' (see regent --help)\n"],
  [['certs', 'init', '--days', '1.5'], /^regent: option '--days <n>' argument '1\.5' is invalid.*\n$/],
  [['certs', 'init', '--days', '0'], 'regent: days: 0 is not an integer from 1 to 3650\n'],
  [['certs', 'init', '--bits', '1024'], 'regent: bits: 1024 is none of 2048, 3072, 4096\n'],
  [['certs', 'node', 'a b'], /^regent: id: "a b" is no node id.*\n$/],
])('%j is wrong usage: one line and status 2', async (args, line) => {
  const { status, out, err } = await regent(...args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  if (typeof line === 'string') expect(err).toBe(line);
  else expect(err).toMatch(line);
});

test('inspect tells a key, a missing file and a folder', async () => {
  const dir = await temporaryFolder();
  await regent('certs', 'init', '--dir', dir);
  const errors = [];
  for (const name of ['cluster_key.pem', 'none.pem', '.']) {
    const { status, err } = await regent('certs', 'inspect', join(dir, name));
    expect(status).toBe(1);
    errors.push(err.replace(dir, ''));
  }
  expect(errors).toEqual([
    'regent: /cluster_key.pem: no certificate in PEM form (it holds a PRIVATE KEY)\n',
    'regent: /none.pem: no such file\n',
    'regent: : cannot be read (EISDIR)\n',
  ]);
});

test('help goes to standard output when asked for, to standard error when nothing was asked', async () => {
  const asked = await regent('--help');
  expect(asked).toMatchObject({ status: 0, err: '' });
  expect(asked.out).toContain('Usage: regent');
  expect(await regent('certs', 'node', '-h')).toMatchObject({ status: 0, err: '' });
  const nothing = await regent();
  expect(nothing).toEqual({ status: 2, out: '', err: asked.out });
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  expect(await regent('--version')).toEqual({ status: 0, out: `${version}\n`, err: '' });
});

test('a node is revoked by its id, a certificate by its file or serial number, and inspect shows the list', async () => {
  const dir = await temporaryFolder();
  await regent('certs', 'init', '--dir', dir);
  await regent('certs', 'node', '1', '2', '--dir', dir);
  await regent('certs', 'shell', 'joe', '--dir', dir);
  const list = join(dir, 'cluster_crl.pem');
  expect((await regent('certs', 'inspect', list)).out).toMatch(/^list {6}number 1\nvalid {5}\S+ to \S+\n$/);
  const [one, joe] = await Promise.all(
    ['node_1_cert.pem', 'shell_joe_cert.pem'].map((name) => serialIn(join(dir, name))),
  );
  const revoke = ['certs', 'revoke', '--dir', dir];
  expect(await regent(...revoke, '1', '--reason', 'key_compromise')).toEqual({
    status: 0,
    out: `revoked ${one}\nwrote ${list}\n`,
    err: '',
  });
  expect(await regent(...revoke, '--cert', join(dir, 'shell_joe_cert.pem'), '--serial', 'ab:cd')).toMatchObject({
    status: 0,
    out: `revoked ${joe}\nrevoked ab:cd\nwrote ${list}\n`,
  });
  const rows = (await regent('certs', 'inspect', list)).out.split('\n').map((row) => row.split(/\s+/));
  expect(rows.map(([name, value, , reason]) => [name, value, reason])).toEqual([
    ['list', 'number', undefined],
    ['valid', expect.any(String), expect.any(String)],
    ['revoked', one, 'key_compromise'],
    ['revoked', joe, 'unspecified'],
    ['revoked', 'ABCD', 'unspecified'],
    ['', undefined, undefined],
  ]);
});

async function serialIn(file: string): Promise<string> {
  return inspectCertificates(await readFile(file, 'utf8'), file)[0].serial;
}

test('renew takes those that end soon, or those that are named, and keeps keys', async () => {
  const dir = await temporaryFolder();
  await regent('certs', 'init', '--dir', dir);
  await regent('certs', 'node', '1', '--dir', dir, '--days', '7');
  await regent('certs', 'node', '2', '--dir', dir, '--days', '90');
  const key = (id: number) => readFile(join(dir, `node_${id}_key.pem`), 'utf8');
  const serials = () => Promise.all([1, 2].map((id) => serialIn(join(dir, `node_${id}_cert.pem`))));
  const [before, keys] = [await serials(), [await key(1), await key(2)]];

  expect(await regent('certs', 'renew', '--dir', dir)).toMatchObject({
    status: 0,
    out: expect.stringMatching(/node_1_/),
  });
  const first = await serials();
  expect([first[0] === before[0], first[1] === before[1]]).toEqual([false, true]);
  expect([await key(1), await key(2)]).toEqual(keys);
  expect(await regent('certs', 'renew', '--dir', dir)).toMatchObject({ out: 'no certificate ends within 30 days\n' });

  expect(await regent('certs', 'renew', '2', '--dir', dir, '--new-key')).toMatchObject({
    status: 0,
    out: expect.stringMatching(
      `the certificate of node 2 that was there, ${first[1]}, stays good until \\S+, unless it is revoked\n`,
    ),
  });
  expect((await serials())[1]).not.toBe(first[1]);
  expect(await key(2)).not.toBe(keys[1]);
  await readNodeCertificate(dir, 2);
  expect((await regent('certs', 'renew', '3', '--dir', dir)).err).toBe(
    `regent: ${join(dir, 'node_3_cert.pem')}: no such file\n`,
  );
});

test('the authority is renewed with its key, and its nodes still check out', async () => {
  const dir = await temporaryFolder();
  await regent('certs', 'init', '--dir', dir, '--days', '30');
  await regent('certs', 'node', '1', '--dir', dir);
  const before = await serialIn(join(dir, 'cluster_cert.pem'));
  expect(await regent('certs', 'renew', '--authority', '--dir', dir)).toMatchObject({ status: 0, err: '' });
  expect(await serialIn(join(dir, 'cluster_cert.pem'))).not.toBe(before);
  await readNodeCertificate(dir, 1);
});

test('shell says what is wrong with where the node is, and with its certificate', async () => {
  const dir = await temporaryFolder();
  const spec = join(dir, 'cluster.json');
  const shell = (...args: string[]) => regent('shell', '--node', '1', '--dir', dir, '--spec', spec, ...args);
  const problem = async (...args: string[]) => (await shell(...args)).err;

  expect(await problem()).toContain(`${spec}: no such file`);
  for (const text of ['{', '{"nodes": 5}', '{}']) {
    await writeFile(spec, text);
    expect(await problem()).toContain('it is no cluster spec: it must be JSON with a list "nodes"');
  }
  await writeFile(spec, '{"nodes": [null, {"id": 2, "address": "h:1"}]}');
  expect(await problem()).toContain('there is no node "1" in it');
  await writeFile(spec, '{"nodes": [{"id": 1, "address": "nowhere"}]}');
  expect(await problem()).toContain('the address of node "1": "nowhere": ');
  expect(await problem('--address', 'nowhere')).toContain('--address: "nowhere": ');
  expect(await problem('--address', '127.0.0.1:1')).toContain(join(dir, 'shell_cert.pem'));
  expect(await problem('--address', '127.0.0.1:1', '--name', 'joe')).toContain(join(dir, 'shell_joe_cert.pem'));
});

test('shell gives up where nobody listens, with a revocation list and without one', async () => {
  const dir = await temporaryFolder();
  await regent('certs', 'init', '--dir', dir);
  await regent('certs', 'shell', '--dir', dir);
  const shell = () => regent('shell', '--node', '1', '--dir', dir, '--address', '127.0.0.1:1');
  expect(await shell()).toMatchObject({ status: 1, err: expect.stringContaining('ECONNREFUSED') });
  await rm(join(dir, 'cluster_crl.pem'));
  expect(await shell()).toMatchObject({ status: 1, err: expect.stringContaining('ECONNREFUSED') });
});
