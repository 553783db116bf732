import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  authorityPaths,
  createAuthority,
  issueNodeCertificate,
  nodePaths,
  readAuthority,
  readNodeCertificate,
  specPaths,
  writeAuthority,
  writeNodeCertificate,
} from 'regent-otp/certs';
import { placeFile } from '../../../lib/certs/placeFile.js';
import { placeFiles } from '../../../lib/certs/placeFiles.js';
import { authority, node } from './shared.js';
import { temporaryFolder } from './temporaryFolder.js';

const mode = async (path: string) => (await stat(path)).mode & 0o777;

test('what is written is read back', async () => {
  const dir = join(await temporaryFolder(), 'deep', 'certs');
  const nodes = [await node(1), await issueNodeCertificate(await authority(), 'b@h')];
  expect(await writeAuthority(dir, await authority())).toEqual([
    join(dir, 'cluster_key.pem'),
    join(dir, 'cluster_cert.pem'),
  ]);
  expect(await writeNodeCertificate(dir, nodes)).toHaveLength(4);

  expect(await readAuthority(dir)).toEqual(await authority());
  expect(await readNodeCertificate(dir, 'b@h')).toEqual({ ...nodes[1], clusterCertPem: (await authority()).certPem });
  expect((await readdir(dir)).sort()).toEqual([
    'cluster_cert.pem',
    'cluster_key.pem',
    'node_1_cert.pem',
    'node_1_key.pem',
    'node_b@h_cert.pem',
    'node_b@h_key.pem',
  ]);
});

test("the paths are those of a cluster spec, %d being a node's id", () => {
  const spec = specPaths('certs');
  expect(authorityPaths('certs').certPath).toBe(spec.cluster_cert_path);
  expect(nodePaths('certs', 7).certPath).toBe(spec.node_cert_path.replace('%d', '7'));
  expect(nodePaths('certs', 7).keyPath).toBe(spec.node_key_path.replace('%d', '7'));
  expect(() => nodePaths('certs', '../x')).toThrow('id: "../x" is no node id');
  expect(() => specPaths('a%d')).toThrow('dir: "a%d" holds %d');
});

test.skipIf(process.platform === 'win32')('keys and new folders are for their owner alone', async () => {
  const dir = join(await temporaryFolder(), 'certs');
  await writeAuthority(dir, await authority());
  expect(await mode(dir)).toBe(0o700);
  expect(await mode(authorityPaths(dir).keyPath)).toBe(0o600);

  await chmod(authorityPaths(dir).keyPath, 0o644);
  await writeAuthority(dir, await authority(), { force: true });
  expect(await mode(authorityPaths(dir).keyPath)).toBe(0o600);
});

test('nothing is overwritten without force, and all files in the way are named', async () => {
  const dir = await temporaryFolder();
  const [first, second] = await Promise.all([authority('ours'), authority('theirs')]);
  await writeAuthority(dir, first);
  const refused = writeAuthority(dir, second);
  await expect(refused).rejects.toMatchObject({ code: 'exists', field: join(dir, 'cluster_key.pem') });
  await expect(refused).rejects.toThrow(`(so does ${join(dir, 'cluster_cert.pem')})`);
  expect(await readAuthority(dir)).toEqual(first);

  await writeAuthority(dir, second, { force: true });
  expect(await readAuthority(dir)).toEqual(second);
  expect(await readdir(dir)).toHaveLength(2);
});

test('a link that leads nowhere counts as a file in the way', async () => {
  const dir = await temporaryFolder();
  await symlink(join(dir, 'elsewhere'), join(dir, 'cluster_key.pem'));
  await expect(writeAuthority(dir, await authority())).rejects.toMatchObject({ code: 'exists' });
  expect(await readdir(dir)).toEqual(['cluster_key.pem']);
});

test('of several certificates none is written when one is in the way', async () => {
  const dir = await temporaryFolder();
  const [one, two] = await Promise.all([node(1), node(2)]);
  await writeNodeCertificate(dir, two);
  await expect(writeNodeCertificate(dir, [one, two])).rejects.toMatchObject({ code: 'exists' });
  expect((await readdir(dir)).sort()).toEqual(['node_2_cert.pem', 'node_2_key.pem']);
});

test('what was placed before a failure is taken away', async () => {
  const dir = await temporaryFolder();
  const files = [
    { path: join(dir, 'a'), pem: 'a', secret: true },
    { path: join(dir, 'x'.repeat(300)), pem: 'b', secret: false },
  ];
  await expect(placeFiles(files, {})).rejects.toMatchObject({ code: 'file', field: files[1]!.path });
  expect(await readdir(dir)).toEqual([]);
});

test('of many that place one file at once exactly one does, and the file is whole', async () => {
  const dir = await temporaryFolder();
  const path = join(dir, 'key');
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  const placed = await Promise.all(texts.map((pem) => placeFile({ path, pem, secret: true })));
  expect(placed.filter(Boolean)).toHaveLength(1);
  expect(await readFile(path, 'utf8')).toBe(texts[placed.indexOf(true)]);
  expect(await readdir(dir)).toEqual(['key']);
});

test('files that are missing, unreadable or wrong are named', async () => {
  const dir = await temporaryFolder();
  const { certPath, keyPath } = authorityPaths(dir);
  await expect(readAuthority(dir)).rejects.toThrow(`${certPath}: no such file`);
  await mkdir(certPath);
  await expect(readAuthority(dir)).rejects.toThrow(`${certPath}: cannot be read (EISDIR)`);

  const other = await temporaryFolder();
  await writeAuthority(other, await authority());
  await writeNodeCertificate(other, await node(1));
  const nodeKey = nodePaths(other, 1).keyPath;
  await writeFile(nodeKey, 'gone');
  await expect(readNodeCertificate(other, 1)).rejects.toMatchObject({ code: 'not_pem', field: nodeKey });
  await expect(readNodeCertificate(other, 2)).rejects.toMatchObject({ code: 'missing' });
  await writeFile(join(other, 'cluster_key.pem'), (await authority('theirs')).keyPem);
  await expect(readAuthority(other)).rejects.toMatchObject({
    code: 'wrong_key',
    field: join(other, 'cluster_key.pem'),
  });
  expect(keyPath).toBe(join(dir, 'cluster_key.pem'));
});

test('an encrypted authority is read with its passphrase', async () => {
  const dir = await temporaryFolder();
  const locked = await createAuthority({ passphrase: 'secret' });
  await writeAuthority(dir, locked);
  expect(await readAuthority(dir, { passphrase: 'secret' })).toEqual(locked);
  await expect(readAuthority(dir)).rejects.toMatchObject({ code: 'passphrase' });
});
