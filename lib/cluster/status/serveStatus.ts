/**
 * serveStatus: the status of a node over HTTP, to be read by people, monitors and scripts. Invariants: nothing can be
 * changed through it; nobody but this machine reads it without a certificate of the cluster; no page of a browser reads it.
 */
import { createServer as createPlain, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Node } from '../../node/node.js';
import { badarg } from '../../terms/errors.js';
import { Cluster } from '../cluster.js';
import { endpointText } from '../endpoint.js';
import { verifiedPeer } from '../tlsSettings.js';
import type { Endpoint } from '../transport.js';
import { isLoopback, nameIn, permittedHosts } from './hostNames.js';
import { statusOf } from './statusOf.js';

export interface StatusOptions {
  /** Default: 0, any. */
  readonly port?: number;
  /** Where to listen. One that other machines reach needs a cluster with certificates. Default: '127.0.0.1'. */
  readonly host?: string;
  /** More names that requests may call the server by, without a port. Default: none. */
  readonly names?: readonly string[];
  /** How many processes are listed, those with the longest mailboxes. Default: 100. */
  readonly processes?: number;
}

export interface StatusServer {
  /** Where it listens. */
  readonly endpoint: Endpoint;
  /** `http://...` or `https://...`. */
  readonly url: string;
  close(): Promise<void>;
}

const maxConnections = 32;
const requestTimeout = 5000;

/**
 * Serves the status of a node: `GET /` gives JSON (`Status`). Off until this is called, and over when the node stops.
 * Beyond loopback only over TLS, to who shows a certificate of the cluster's authority, a node's or a shell's.
 *
 * @throws badarg for an option that is none; Error if it cannot listen
 *
 * @example
 * import { currentNode, serveStatus, type Status } from 'regent-otp';
 *
 * const { url, close } = await serveStatus(currentNode());
 * const status = (await (await fetch(url)).json()) as Status;
 * status.processCount; // => 1
 * await close();
 */
export async function serveStatus(node: Node, options: StatusOptions = {}): Promise<StatusServer> {
  const { port = 0, host = '127.0.0.1', names = [], processes = 100 } = options;
  if (!(Number.isInteger(processes) && processes >= 0))
    throw badarg('serveStatus', 'processes', processes, 'an integer');
  return node.inRootContext(async () => {
    const isPlain = isLoopback(host);
    const { server, release } = isPlain
      ? { server: createPlain(), release: () => undefined }
      : secureServer(node, host);
    server.maxConnections = maxConnections;
    server.requestTimeout = server.headersTimeout = requestTimeout;
    await listen(server, { host, port }).catch((error: unknown) => {
      release();
      throw error;
    });
    server.on('close', release);
    const endpoint = { host, port: (server.address() as AddressInfo).port };
    const hosts = permittedHosts(host, names);
    server.on('request', (request, response) => answer(node, processes, hosts, request, response));
    const close = closing(server);
    const forget = node.onStop(close);
    return {
      endpoint,
      url: `${isPlain ? 'http' : 'https'}://${endpointText(endpoint)}/`,
      close: () => {
        forget();
        return close();
      },
    };
  });
}

/** A server with the certificates of the node's cluster, until they are released. */
function secureServer(node: Node, host: string): { readonly server: Server; readonly release: () => void } {
  const { cluster } = node;
  if (!(cluster instanceof Cluster)) {
    throw badarg('serveStatus', 'host', host, 'a loopback address, as the node is in no cluster');
  }
  const server = createSecure({ requestCert: true, rejectUnauthorized: true, handshakeTimeout: requestTimeout });
  const release = cluster.useCertificates((tls) => server.setSecureContext(tls));
  server.on('secureConnection', (socket: TLSSocket) => {
    if (verifiedPeer(socket) === undefined) socket.destroy();
  });
  return { server, release };
}

function listen(server: Server, at: Endpoint): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, () => {
      server.off('error', reject).on('error', () => undefined);
      server.unref();
      resolve();
    });
  });
}

function closing(server: Server): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

function answer(
  node: Node,
  limit: number,
  hosts: ReadonlySet<string>,
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
): void {
  if (!hosts.has(nameIn(headers.host ?? ''))) return refuse(response, 421, 'the header Host names another server');
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'only GET and HEAD');
  if (url !== '/') return refuse(response, 404, 'there is / alone');
  const { cluster } = node;
  const connections = cluster instanceof Cluster ? cluster.nodes() : null;
  write(response, 200, `${JSON.stringify(statusOf(node, limit, connections))}\n`);
}

function refuse(response: ServerResponse, code: number, error: string): void {
  if (code === 405) response.setHeader('allow', 'GET, HEAD');
  write(response, code, `${JSON.stringify({ error })}\n`);
}

function write(response: ServerResponse, code: number, body: string): void {
  response.writeHead(code, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    // There are few, and nobody asks twice in a row.
    connection: 'close',
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
