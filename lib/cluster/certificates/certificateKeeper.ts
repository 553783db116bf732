/**
 * CertificateKeeper: a node's certificates while it is in a cluster. It takes up renewed ones, ends connections whose far
 * end is not to be trusted any more, and warns before something of the node's own ends. Invariants: certificates with a
 * mistake are never taken up, the ones before stay; a connection that stands is not touched by a renewal.
 */
import type { X509Certificate } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import {
  nodeCertificateProblems,
  parseCertificates,
  parseRevocationLists,
  trustProblem,
  type CertificateError,
  type Trust,
} from '../../certs/index.js';
import type { Node } from '../../node/node.js';
import { ClusterSpecError } from '../spec/clusterSpecError.js';
import type { Credentials, CredentialSource } from '../spec/credentials.js';
import { tlsSettings } from '../tlsSettings.js';
import type { Transport } from '../transport.js';
import { lastingOf, nextWarning, warningsAt, type Lasting } from './expiry.js';
import { FileWatch } from './fileWatch.js';

/** A connection that stands. */
export interface Standing {
  readonly node: string;
  readonly certificate: X509Certificate | undefined;
  readonly drop: (reason: string) => void;
}

export interface CertificateKeeperOptions {
  readonly host: Node;
  readonly transport: Transport;
  readonly credentials: Credentials;
  readonly source: CredentialSource | undefined;
  /** How often files are looked at, ms. */
  readonly interval: number | 'infinity';
  /** Days before an end. */
  readonly warnings: readonly number[];
  readonly standing: () => readonly Standing[];
  /** IANA names. */
  readonly cipherSuites: readonly string[];
}

// Clocks jump: what is due is looked for at least this often, ms.
const longestWait = 3_600_000;

export class CertificateKeeper {
  readonly #options: CertificateKeeperOptions;
  #credentials: Credentials;
  #trust: Trust;
  #things: readonly Lasting[];
  /** The warnings given. */
  readonly #told = new Set<string>();
  /** Servers beside the cluster's own that show the certificates. */
  readonly #users = new Set<(tls: SecureContextOptions) => void>();
  #timer: unknown = undefined;
  #watch: FileWatch | undefined = undefined;

  constructor(options: CertificateKeeperOptions) {
    this.#options = options;
    this.#credentials = options.credentials;
    this.#trust = trustOf(options.credentials);
    this.#things = lastingOf(options.credentials);
  }

  start(): void {
    const { host, source, interval } = this.#options;
    this.check();
    if (source === undefined || source.paths.length === 0 || interval === 'infinity') return;
    this.#watch = new FileWatch({
      clock: host.clock,
      paths: source.paths,
      interval,
      onChange: () => this.#changed(),
    });
  }

  stop(): void {
    this.#watch?.stop();
    this.#options.host.clock.clearTimer(this.#timer);
  }

  /**
   * Takes up other certificates: those given, or those that the cluster spec names, read again.
   *
   * @returns whether they are other ones than before
   * @throws ClusterSpecError, or Error, if they cannot be used; then nothing has changed
   */
  reload(given?: Credentials): boolean {
    const { host, transport, source } = this.#options;
    if (given === undefined && source === undefined) throw new Error('the cluster spec names no certificates');
    if (transport.setCredentials === undefined) throw new Error('the transport takes no certificates');
    const credentials = given === undefined ? source!.read() : checked(given, host.name);
    if (isSame(credentials, this.#credentials)) return false;
    const [trust, things] = [trustOf(credentials), lastingOf(credentials)];
    transport.setCredentials(credentials);
    this.#credentials = credentials;
    this.#trust = trust;
    this.#things = things;
    for (const user of this.#users) user(this.tls);
    const [{ serialNumber, validTo }] = parseCertificates(credentials.certPem);
    const detail = { serial: serialNumber, validTo: new Date(validTo).toISOString() };
    host.emit('connection', { event: 'certificates_reloaded', node: host.name, ...detail });
    this.check();
    return true;
  }

  /** Calls back with the settings for TLS, now and whenever they change. What it returns takes that back. */
  use(user: (tls: SecureContextOptions) => void): () => void {
    user(this.tls);
    this.#users.add(user);
    return () => this.#users.delete(user);
  }

  /** The settings for TLS with the certificates in use. */
  get tls(): SecureContextOptions {
    return tlsSettings(this.#credentials, this.#options.cipherSuites);
  }

  /** Does all that is due. */
  check(): void {
    const { host, standing, warnings } = this.#options;
    const now = host.clock.systemTime();
    for (const other of standing()) this.#judge(other);
    for (const { what, serial, end, days } of warningsAt(now, this.#things, warnings)) {
      const key = JSON.stringify([what, serial, days]);
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      const event = days === 0 ? 'certificate_expired' : 'certificate_expires';
      host.emit('connection', { event, node: host.name, what, serial, days, validTo: new Date(end).toISOString() });
    }
    this.#wait();
  }

  /** A connection has been made: its certificate may have been revoked, or have ended, since the channel was made. */
  connected(other: Standing): void {
    this.#judge(other);
    this.#wait();
  }

  /** Ends a connection if its far end is not to be trusted. */
  #judge({ node, certificate, drop }: Standing): void {
    const { host } = this.#options;
    const problem = certificate && trustProblem(certificate, this.#trust, host.clock.systemTime());
    if (problem === undefined) return;
    const { serialNumber: serial } = certificate!;
    host.emit('connection', { event: 'certificate_refused', node, reason: problem.detail, serial });
    drop(downReason(problem));
  }

  #wait(): void {
    const { host, warnings, standing } = this.#options;
    const now = host.clock.systemTime();
    const ends = standing().flatMap(({ certificate }) => (certificate ? Date.parse(certificate.validTo) + 1 : []));
    const due = Math.min(nextWarning(now, this.#things, warnings) + 1, ...ends.filter((end) => end > now));
    host.clock.clearTimer(this.#timer);
    this.#timer = host.inRootContext(() =>
      host.clock.setTimer(() => this.check(), Math.min(Math.max(due - now, 1), longestWait)),
    );
  }

  #changed(): void {
    const { host } = this.#options;
    try {
      this.reload();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      host.emit('connection', { event: 'certificates_rejected', node: host.name, reason });
    }
  }
}

function checked(credentials: Credentials, id: string): Credentials {
  const problems = nodeCertificateProblems({ id, ...credentials });
  if (problems.length > 0)
    throw new ClusterSpecError(
      'the certificates',
      problems.map(({ message }) => message),
    );
  return credentials;
}

function trustOf({ clusterCertPem, crlPem }: Credentials): Trust {
  return {
    authorities: parseCertificates(clusterCertPem),
    lists: crlPem === undefined ? [] : parseRevocationLists(crlPem),
  };
}

function isSame(one: Credentials, other: Credentials): boolean {
  return (['certPem', 'keyPem', 'clusterCertPem', 'crlPem'] as const).every((part) => one[part] === other[part]);
}

function downReason({ code }: CertificateError): string {
  if (code === 'revoked') return 'certificate revoked';
  return code === 'expired' ? 'certificate expired' : 'certificate not trusted';
}
