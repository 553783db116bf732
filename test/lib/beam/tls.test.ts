// The distribution over TLS, with certificates of this library's authority.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { netAdm, startNode, type Node } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { joinBeam, type BeamTls } from 'regent-otp/beam';
import { createAuthority, issueNodeCertificate, type Authority } from 'regent-otp/certs';
import { Epmd } from '../../support/beam/epmd.js';
import { describeBesideErlang } from '../../support/beam/erlangs.js';
import { ErlangNode } from '../../support/beam/erlangNode.js';
import { cookie } from '../../support/beam/withBeam.js';
import { Bank } from '../../behaviours/beam/bank.js';

const jsName = 'js@localhost';
const erlName = 'erl@localhost';

describeBesideErlang('distribution over TLS', (erlang) => {
  let epmd: Epmd;
  let authority: Authority;
  let folder: string;
  let erl: ErlangNode;
  const nodes: Node[] = [];

  // A name for the host, because Erlang compares that as well.
  const certificate = (id: string, by = authority) => issueNodeCertificate(by, id, { dns: ['localhost'] });

  const startErlang = async (name: string, certifiedAs = name): Promise<ErlangNode> => {
    const { certPem, keyPem } = await certificate(certifiedAs);
    // Where it is to be found inside of the system that Erlang runs in.
    const inside = path.join('/tmp', path.basename(folder));
    writeFileSync(path.join(folder, `${name}.pem`), certPem);
    writeFileSync(path.join(folder, `${name}.key`), keyPem);
    const side = `[{certfile,"${inside}/${name}.pem"},{keyfile,"${inside}/${name}.key"},{cacertfile,"${inside}/ca.pem"},{verify,verify_peer}`; // prettier-ignore
    writeFileSync(
      path.join(folder, `${name}.conf`),
      `[{server, ${side},{fail_if_no_peer_cert,true}]}, {client, ${side}]}].\n`,
    );
    // A system in a folder need not know localhost.
    writeFileSync(path.join(folder, 'inetrc'), '{host, {127,0,0,1}, ["localhost"]}.\n{lookup, [file, native]}.\n');
    const tls = ['-proto_dist', 'inet_tls', '-ssl_dist_optfile', `${inside}/${name}.conf`];
    const args = [...tls, '-kernel', 'inetrc', `"${inside}/inetrc"`];
    return ErlangNode.start({ erlang, epmd, name, cookie, args });
  };

  const join = async (tls: BeamTls, name = jsName): Promise<Node> => {
    const node = startNode({ name });
    nodes.push(node);
    await joinBeam(node, { name, cookie, tls, epmd: { port: epmd.port }, atoms: Bank.atoms });
    return node;
  };

  beforeAll(async () => {
    epmd = await Epmd.start(erlang);
    authority = await createAuthority();
    const [, args] = erlang.command('erl', []);
    folder = mkdtempSync(path.join(args[0] ?? '/', 'tmp', 'regent-tls-'));
    writeFileSync(path.join(folder, 'ca.pem'), authority.certPem);
    erl = await startErlang(erlName);
  });

  afterAll(async () => {
    for (const node of nodes) await node.stop();
    await erl.kill();
    await epmd.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const tlsOf = async (id: string, by = authority): Promise<BeamTls> => {
    const { certPem, keyPem } = await certificate(id, by);
    return { certPem, keyPem, clusterCertPem: authority.certPem };
  };

  it('nodes connect from either side and call each other', async () => {
    const node = await join(await tlsOf(jsName));
    await node.run(() => genServer.start(['local', 'bank'], Bank, ['bob']));
    expect(await erl.eval(`gen_server:call({bank, '${jsName}'}, {deposit, 5})`)).toEqual(['ok', 5]);
    await erl.eval(`true = erlang:disconnect_node('${jsName}')`);
    expect(await node.run(() => netAdm.ping(erlName))).toBe('pong');
  });

  it('a node whose certificate has another name is refused, though its authority is the right one', async () => {
    const impostor = await startErlang('impostor@localhost', 'someone@localhost');
    const node = await join(await tlsOf('strict@localhost'), 'strict@localhost');
    const refused = new Promise<Record<string, unknown>>((resolve) => node.on('connection', resolve));
    expect(await impostor.eval(`net_adm:ping('strict@localhost')`)).toBe('pang');
    expect(await refused).toMatchObject({ event: 'refused', node: 'impostor@localhost' });
    const failed = new Promise<Record<string, unknown>>((resolve) => node.once('connection', resolve));
    expect(await node.run(() => netAdm.ping('impostor@localhost'))).toBe('pang');
    expect((await failed)['reason']).toMatch(/the certificate at .* is not that of node "impostor@localhost"/);
    await impostor.kill();
  });

  it("with peers: 'host' the host in the certificate is enough, as it is for Erlang", async () => {
    const lax = await startErlang('lax@localhost', 'anyone@localhost');
    const node = await join({ ...(await tlsOf('js2@localhost')), peers: 'host' }, 'js2@localhost');
    expect(await node.run(() => netAdm.ping('lax@localhost'))).toBe('pong');
    await lax.kill();
  });

  it('a certificate of another authority is refused by both', async () => {
    const stranger = await tlsOf('js3@localhost', await createAuthority());
    const node = await join(stranger, 'js3@localhost');
    expect(await node.run(() => netAdm.ping(erlName))).toBe('pang');
    expect(await erl.eval(`net_adm:ping('js3@localhost')`)).toBe('pang');
  });

  it('a node without TLS gets nowhere', async () => {
    const plain = await ErlangNode.start({ erlang, epmd, name: 'plain@localhost', cookie });
    await join(await tlsOf('js4@localhost'), 'js4@localhost');
    expect(await plain.eval(`net_adm:ping('js4@localhost')`)).toBe('pang');
    await plain.kill();
  });
});
