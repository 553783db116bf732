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
  /** What the files held when they were last found to be good. */
  #inFiles: Credentials;
  #timer: unknown = undefined;
  #isStopped = false;
  #watch: FileWatch | undefined = undefined;

  constructor(options: CertificateKeeperOptions) {
    this.#options = options;
    this.#credentials = this.#inFiles = options.credentials;
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
      onChange: (isNew) => this.#changed(isNew),
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#watch?.stop();
    this.#options.host.clock.clearTimer(this.#timer);
  }

  /**
   * Takes up other certificates: those given, with the revocation lists in use if they have none, or those that the
   * cluster spec names, read again.
   *
   * @returns whether they are other ones than before
   * @throws ClusterSpecError, or Error, if they cannot be used; then nothing has changed
   */
  reload(given?: Credentials): boolean {
    const { host, source } = this.#options;
    if (given !== undefined) {
      return this.#takeUp(checked({ ...given, crlPem: given.crlPem ?? this.#credentials.crlPem }, host.name));
    }
    if (source === undefined) throw new Error('the cluster spec names no certificates');
    const inFiles = source.read();
    const isOther = this.#takeUp(inFiles);
    this.#inFiles = inFiles;
    return isOther;
  }

  #takeUp(credentials: Credentials): boolean {
    const { host, transport } = this.#options;
    if (transport.setCredentials === undefined) throw new Error('the transport takes no certificates');
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
      const key = JSON.stringify([what, serial, end, days]);
      if (this.#told.has(key)) continue;
      this.#told.add(key);
      const event = days === 0 ? 'certificate_expired' : 'certificate_expires';
      host.emit('connection', { event, node: host.name, what, serial, days, validTo: new Date(end).toISOString() });
    }
    this.#wait();
  }

  /** A connection stands from now on. */
  connected(): void {
    this.#wait();
  }

  /**
   * Why a node must not be connected any more, which is told; undefined if it may. A certificate may have been revoked, or
   * have ended, since the channel was made.
   */
  problemOf(node: string, certificate: X509Certificate | undefined): string | undefined {
    const { host } = this.#options;
    const problem = certificate && trustProblem(certificate, this.#trust, host.clock.systemTime());
    if (problem === undefined) return undefined;
    const { serialNumber: serial } = certificate!;
    host.emit('connection', { event: 'certificate_refused', node, reason: problem.detail, serial });
    return downReason(problem);
  }

  /** Ends a connection if its far end is not to be trusted. */
  #judge({ node, certificate, drop }: Standing): void {
    const reason = this.problemOf(node, certificate);
    if (reason !== undefined) drop(reason);
  }

  #wait(): void {
    const { host, warnings, standing } = this.#options;
    if (this.#isStopped) return;
    const now = host.clock.systemTime();
    const ends = standing().flatMap(({ certificate }) => (certificate ? Date.parse(certificate.validTo) + 1 : []));
    const due = Math.min(nextWarning(now, this.#things, warnings) + 1, ...ends.filter((end) => end > now));
    host.clock.clearTimer(this.#timer);
    this.#timer = host.inRootContext(() =>
      host.clock.setTimer(() => this.check(), Math.min(Math.max(due - now, 1), longestWait)),
    );
  }

  /** Files may have changed, if only since the cluster spec was read. False if they cannot be used yet. */
  #changed(isNew: boolean): boolean {
    const { host, source } = this.#options;
    try {
      if (!isSame(source!.read(), this.#inFiles)) this.reload();
      return true;
    } catch (error) {
      if (!isNew) return false;
      const reason = error instanceof Error ? error.message : String(error);
      host.emit('connection', { event: 'certificates_rejected', node: host.name, reason });
      return false;
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
