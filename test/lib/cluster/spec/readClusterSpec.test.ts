// Cluster specs: what is read, and that all mistakes are told at once, each by its field and value.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ClusterSpecFile } from '../../../../lib/cluster/spec/clusterSpec.js';
import { ClusterSpecError } from '../../../../lib/cluster/spec/clusterSpecError.js';
import { readClusterSpec } from '../../../../lib/cluster/spec/readClusterSpec.js';
import { authority, certificateOf, credentialsOf } from '../../../support/certificates.js';

/** The nodes of reign's sample. */
const nodes = [
  { id: 1, address: '127.0.0.1:20000' },
  { id: 2, address: '127.0.0.1:20001' },
];

/** A folder with the certificates of node 1. */
async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'regent-spec-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const { certPem, keyPem, clusterCertPem } = await credentialsOf('1');
  await writeFile(join(dir, 'reign_node.1.crt'), certPem);
  await writeFile(join(dir, 'reign_node.1.key'), keyPem);
  await writeFile(join(dir, 'reign_ca.crt'), clusterCertPem);
  return dir;
}

const paths = {
  node_key_path: 'reign_node.%d.key',
  node_cert_path: 'reign_node.%d.crt',
  cluster_cert_path: 'reign_ca.crt',
};

async function specFile(text: string, dir?: string): Promise<string> {
  const path = join(dir ?? (await folder()), 'cluster.json');
  await writeFile(path, text);
  return path;
}

async function pems() {
  const { certPem, keyPem, clusterCertPem } = await credentialsOf('1');
  return { node_cert_pem: certPem, node_key_pem: keyPem, cluster_cert_pem: clusterCertPem };
}

/** The mistakes that are found. What is read may be anything. */
function problems(source: unknown, ownId: number | string = 1): readonly string[] {
  try {
    readClusterSpec(source as ClusterSpecFile, ownId);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ClusterSpecError);
    return (error as ClusterSpecError).problems;
  }
}

test("a file like reign's sample is read, its paths relative to its folder", async () => {
  const dir = await folder();
  const spec = readClusterSpec(await specFile(JSON.stringify({ nodes, ...paths }), dir), 1);
  expect(spec.own).toEqual({
    id: '1',
    address: { host: '127.0.0.1', port: 20000 },
    listenAddress: { host: '127.0.0.1', port: 20000 },
    localAddress: undefined,
  });
  expect(spec.nodes.map(({ id }) => id)).toEqual(['1', '2']);
  expect(spec.credentials).toEqual(await credentialsOf('1'));
  expect(spec.cipherSuites).toContain('TLS_AES_256_GCM_SHA384');
  expect(spec.fingerprint).toMatch(/^[0-9a-f]{32}$/);
});

test('an object is read, with PEM texts, all addresses, and cipher suites', async () => {
  const spec = readClusterSpec(
    {
      nodes: [
        { id: 'alpha', address: 'alpha.example:1', listen_address: '[::]:2', local_address: '10.0.0.1:0' },
        { id: 1, address: '[FE80::1]:3' },
      ],
      permitted_protocols: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_AES_128_GCM_SHA256'],
      ...(await pems()),
    },
    '1',
  );
  expect(spec.nodes[0]).toEqual({
    id: 'alpha',
    address: { host: 'alpha.example', port: 1 },
    listenAddress: { host: '::', port: 2 },
    localAddress: { host: '10.0.0.1', port: 0 },
  });
  expect(spec.own.address).toEqual({ host: 'fe80::1', port: 3 });
  expect(spec.cipherSuites).toEqual(['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_AES_128_GCM_SHA256']);
});

test('a cluster of one node needs no certificates', () => {
  expect(readClusterSpec({ nodes: [nodes[0]!] }, 1).credentials).toBeUndefined();
});

test('the fingerprint tells whether two nodes have the same cluster in mind', async () => {
  const print = async (its: ClusterSpecFile['nodes']) =>
    readClusterSpec({ nodes: its, ...(await pems()) }, 1).fingerprint;
  const ours = await print(nodes);
  expect(await print([nodes[1]!, { ...nodes[0]!, id: '1', listen_address: '0.0.0.0:1' }])).toBe(ours);
  expect(await print([nodes[0]!, { id: 2, address: '127.0.0.1:20002' }])).not.toBe(ours);
  expect(await print([...nodes, { id: 3, address: '127.0.0.1:20003' }])).not.toBe(ours);
});

test('all mistakes are told at once, each by its field and value', async () => {
  const path = await specFile(
    JSON.stringify({
      nodes: [
        { id: 1, address: '127.0.0.1', listenAddress: '127.0.0.1:1' },
        { id: 'two words', address: '127.0.0.1:70000', local_address: 7 },
        { id: '1', address: '0.0.0.0:0' },
        { address: '127.0.0.1:5' },
        'node',
        { id: 6, address: '127.0.0.1:5' },
      ],
      permitted_protocols: ['TLS_RSA_WITH_RC4_128_SHA', 'TLS_SOMETHING', 5],
      node_key_path: 'missing.%d.key',
      node_cert_path: 'reign_node.%d.crt',
      node_cert_pem: '',
      cluster_cert_pem: 'nonsense',
      clustercert_path: 'x',
      colour: 'red',
    }),
  );
  const dir = path.replace(/\/cluster\.json$/, '');
  expect(problems(path)).toEqual([
    'clustercert_path: there is no such field; did you mean cluster_cert_path?',
    expect.stringMatching(/^colour: there is no such field; there are nodes, permitted_protocols, /),
    'nodes[0].listenAddress: there is no such field; did you mean listen_address?',
    'nodes[0].address: "127.0.0.1": must be "host:port", an IPv6 address in brackets',
    'nodes[1].address: "127.0.0.1:70000": the port must be at most 65535, not 70000',
    'nodes[1].local_address: 7: must be a text "host:port"',
    expect.stringMatching(/^nodes\[1\]\.id: "two words" is no node id/),
    'nodes[2].address: "0.0.0.0:0": others need a port to reach the node at',
    'nodes[2].address: "0.0.0.0:0": others cannot reach the node there; listen_address is where it listens',
    'nodes[2].id: "1" is that of nodes[0].id too',
    expect.stringMatching(/^nodes\[3\]\.id: undefined is no node id/),
    'nodes[4]: "node" must be an object',
    'permitted_protocols[0]: "TLS_RSA_WITH_RC4_128_SHA" is refused: its cipher is broken',
    expect.stringMatching(/^permitted_protocols\[1\]: "TLS_SOMETHING" is not known; there are TLS_AES_256_GCM_SHA384/),
    'permitted_protocols[2]: 5 must be the IANA name of a cipher suite',
    'node_cert_path: there is node_cert_pem too; only one of them can count',
    `node_key_path: ${JSON.stringify(join(dir, 'missing.1.key'))} does not exist`,
  ]);
});

test('the message holds the source and every mistake', () => {
  expect(() => readClusterSpec({ nodes: [{ id: 1, address: 'a' }] }, 2)).toThrow(
    [
      'the cluster spec has 2 mistakes:',
      '  nodes[0].address: "a": must be "host:port", an IPv6 address in brackets',
      '  nodes: none has the id of this node, "2"; there are ["1"]',
    ].join('\n'),
  );
});

describe('nodes:', () => {
  test('two nodes at one address are a mistake', async () => {
    const twice = [nodes[0]!, { id: 2, address: '127.0.0.1:20000' }];
    expect(problems({ nodes: twice, ...(await pems()) })).toEqual([
      'nodes[1].address: "127.0.0.1:20000" is that of nodes[0].address too',
    ]);
  });

  test.each([undefined, {}, [], 'nodes', null])('%j is no array of nodes', (value) => {
    expect(problems({ nodes: value })[0]).toMatch(/^nodes: .* must be an array of at least one node$/);
  });

  test('the id of this node must be one', () => {
    expect(problems({ nodes: [nodes[0]] }, '../etc')[0]).toMatch(/^the id of this node: "\.\.\/etc" is no node id/);
  });
});

describe('certificates:', () => {
  test('a cluster of several nodes needs them', () => {
    expect(problems({ nodes })).toEqual([
      'node_cert_path: is missing, and so is node_cert_pem',
      'node_key_path: is missing, and so is node_key_pem',
      'cluster_cert_path: is missing, and so is cluster_cert_pem',
    ]);
  });

  test('those of another node, of another authority, or expired, are told by their fields', async () => {
    const [other, foreign, stale] = [
      await certificateOf('2'),
      await certificateOf('1', { by: 'theirs' }),
      await certificateOf('1', { isExpired: true }),
    ];
    const told = async (certPem: string) => problems({ nodes, ...(await pems()), node_cert_pem: certPem });
    expect(await told(other.certPem)).toEqual([
      expect.stringMatching(/^node_cert_pem: the certificate is that of node "2"/),
    ]);
    expect(await told(foreign.certPem)).toEqual([expect.stringMatching(/^node_cert_pem: .*not signed/)]);
    expect(await told(stale.certPem)).toEqual([expect.stringMatching(/^node_cert_pem: .*expired/)]);
    expect(problems({ nodes, ...(await pems()), node_key_pem: (await authority()).keyPem })).toEqual([
      expect.stringMatching(/^node_key_pem: /),
    ]);
  });

  test('a private key is never part of a message', async () => {
    const dir = await folder();
    const { keyPem } = await certificateOf('1');
    const found = problems({ nodes, ...(await pems()), node_key_pem: { keyPem }, node_cert_path: dir });
    expect(found).not.toEqual([]);
    expect(found.join('\n')).not.toContain('PRIVATE');
  });

  test('a folder in place of a file is told', async () => {
    const dir = await folder();
    const { cluster_cert_pem, node_key_pem } = await pems();
    expect(problems({ nodes, cluster_cert_pem, node_key_pem, node_cert_path: dir })).toEqual([
      `node_cert_path: ${JSON.stringify(dir)} cannot be read (EISDIR)`,
    ]);
  });
});

describe('the file itself:', () => {
  test('one that is not there is told', () => {
    expect(problems('/nowhere/cluster.json')).toEqual(['/nowhere/cluster.json: cannot be read (ENOENT)']);
  });

  test('one that is not JSON, or no object, is told', async () => {
    const broken = await specFile('{ "nodes": ');
    expect(problems(broken)).toEqual([expect.stringMatching(/cluster\.json: is not JSON \(.+\)$/)]);
    expect(problems(await specFile('[]'))).toEqual(['[] must be an object']);
  });

  test('a field called __proto__ is as unknown as any other', async () => {
    const path = await specFile('{ "nodes": [{ "id": 1, "address": "a:1" }], "__proto__": { "nodes": [] } }');
    expect(problems(path)).toEqual([expect.stringMatching(/^__proto__: there is no such field/)]);
  });
});
