import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  authorityPaths,
  ensureCertificates,
  inspectCertificates,
  nodePaths,
  readAuthority,
  readNodeCertificate,
  revocationListPath,
  revokeCertificates,
  specPaths,
  writeRevocationList,
} from 'regent-otp/certs';
import { temporaryFolder } from './temporaryFolder.js';

const text = (path: string) => readFile(path, 'utf8');

test('a folder that is not there is made, with all that a cluster spec names', async () => {
  const parent = await temporaryFolder();
  const dir = join(parent, 'deep', 'certs');
  expect(await ensureCertificates(dir, [1, 'two'])).toEqual(specPaths(dir));
  await readNodeCertificate(dir, 1);
  await readNodeCertificate(dir, 'two');
  expect(await readdir(join(parent, 'deep'))).toEqual(['certs']);
  expect(await readdir(dir)).toHaveLength(7);
});

test('the revocation list of a folder counts', async () => {
  const dir = join(await temporaryFolder(), 'certs');
  const list = revocationListPath(dir);
  expect(await ensureCertificates(dir, [1])).toMatchObject({ cluster_crl_path: list });
  const [{ serial }] = inspectCertificates((await readNodeCertificate(dir, 1)).certPem);
  await writeRevocationList(dir, revokeCertificates(await readAuthority(dir), await text(list), [serial]));
  await expect(ensureCertificates(dir, [1])).rejects.toMatchObject({ code: 'revoked' });
  await rm(list);
  expect(await ensureCertificates(dir, [1])).not.toHaveProperty('cluster_crl_path');
});

test('a second time keeps everything', async () => {
  const dir = join(await temporaryFolder(), 'certs');
  await ensureCertificates(dir, [1]);
  const before = await Promise.all((await readdir(dir)).map((name) => text(join(dir, name))));
  await ensureCertificates(dir, [1, '1']);
  expect(await Promise.all((await readdir(dir)).map((name) => text(join(dir, name))))).toEqual(before);
});

test('several at once agree on one authority and leave nothing beside it', async () => {
  const parent = await temporaryFolder();
  const dir = join(parent, 'certs');
  await Promise.all([1, 2, 3, 4].map((id) => ensureCertificates(dir, [1, id])));
  await Promise.all([1, 2, 3, 4].map((id) => readNodeCertificate(dir, id)));
  expect(await readdir(parent)).toEqual(['certs']);
});

test('several at once that add one node to a folder agree on its key', async () => {
  const dir = join(await temporaryFolder(), 'certs');
  await ensureCertificates(dir, []);
  const authority = await text(authorityPaths(dir).certPath);
  await Promise.all([1, 2, 3].map(() => ensureCertificates(dir, [9])));
  expect((await readNodeCertificate(dir, 9)).clusterCertPem).toBe(authority);
  expect(await readdir(dir)).toHaveLength(5);
});

test('a key whose certificate was never written is used, as after a crash', async () => {
  const dir = join(await temporaryFolder(), 'certs');
  await ensureCertificates(dir, [1]);
  const key = await text(nodePaths(dir, 1).keyPath);
  await rm(nodePaths(dir, 1).certPath);
  await ensureCertificates(dir, [1]);
  expect((await readNodeCertificate(dir, 1)).keyPem).toBe(key);
});

test("on a node's machine, without the authority's key, what is there is enough", async () => {
  const dir = join(await temporaryFolder(), 'certs');
  await ensureCertificates(dir, [1]);
  await rm(authorityPaths(dir).keyPath);
  await ensureCertificates(dir, [1]);
  await expect(ensureCertificates(dir, [2])).rejects.toThrow(`${authorityPaths(dir).keyPath}: no such file`);
});

test('an empty folder is taken, another one without an authority is left alone', async () => {
  const parent = await temporaryFolder();
  const empty = join(parent, 'empty');
  await mkdir(empty);
  await ensureCertificates(empty, [1]);
  await readNodeCertificate(empty, 1);

  const full = join(parent, 'full');
  await mkdir(full);
  await writeFile(join(full, 'notes'), 'mine');
  await expect(ensureCertificates(full, [1])).rejects.toThrow(`${full}: holds no authority and cannot be replaced`);
  expect(await readdir(full)).toEqual(['notes']);
  expect((await readdir(parent)).sort()).toEqual(['empty', 'full']);
});

test('a bad id is refused and leaves nothing behind', async () => {
  const parent = await temporaryFolder();
  await expect(ensureCertificates(join(parent, 'certs'), ['a/b'])).rejects.toThrow('ids: "a/b" is no node id');
  expect(await readdir(parent)).toEqual([]);
});

test('expired certificates are told, not replaced', async () => {
  const dir = join(await temporaryFolder(), 'certs');
  await expect(ensureCertificates(dir, [1], { node: { now: Date.now() - 10_000, days: 1 } })).resolves.toBeDefined();
  const past = join(await temporaryFolder(), 'certs');
  const then = Date.UTC(2020, 0, 1);
  const options = { authority: { now: then }, node: { now: then } };
  await expect(ensureCertificates(past, [1], options)).rejects.toMatchObject({ code: 'expired' });
});
