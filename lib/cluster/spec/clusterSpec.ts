/**
 * ClusterSpec: which nodes make up a cluster, where they are, and how they prove who they are. As a JSON file it looks
 * like `ClusterSpecFile`, a superset of reign's; once read and checked it is a `ClusterSpec`.
 */
import type { Endpoint } from '../transport.js';
import type { Credentials, CredentialSource } from './credentials.js';

export type { Credentials, CredentialSource };

/** A node in a cluster spec's file. */
export interface NodeSpecFile {
  /** A text of letters, digits and `_ . @ -`, or an integer: 1 and "1" are the same id. */
  readonly id: number | string;
  /** Where others reach the node: `host:port`, an IPv6 address in brackets. */
  readonly address: string;
  /** Where the node listens. Default: its address. */
  readonly listen_address?: string;
  /** Where the node's own connections start from; port 0 for any. Default: the system decides. */
  readonly local_address?: string;
}

/** A cluster spec as it is in its file. In paths and PEM texts' paths `%d` stands for the node's id. */
export interface ClusterSpecFile {
  readonly nodes: readonly NodeSpecFile[];
  /** IANA names of the cipher suites that may be used. Default: all that are safe. */
  readonly permitted_protocols?: readonly string[];
  readonly node_key_path?: string;
  readonly node_key_pem?: string;
  readonly node_cert_path?: string;
  readonly node_cert_pem?: string;
  readonly cluster_cert_path?: string;
  readonly cluster_cert_pem?: string;
  /** The revocation lists of the authorities. Default: nobody is revoked. */
  readonly cluster_crl_path?: string;
  readonly cluster_crl_pem?: string;
}

/** A node of the cluster. */
export interface NodeSpec {
  readonly id: string;
  readonly address: Endpoint;
  readonly listenAddress: Endpoint;
  readonly localAddress: Endpoint | undefined;
}

/** A cluster spec without mistakes, as one of its nodes sees it. */
export interface ClusterSpec {
  /** The node itself. */
  readonly own: NodeSpec;
  /** All nodes, itself included. */
  readonly nodes: readonly NodeSpec[];
  /** Undefined for a cluster of one node that names no certificates. */
  readonly credentials: Credentials | undefined;
  readonly credentialSource?: CredentialSource | undefined;
  /** IANA names of the cipher suites that may be used. */
  readonly cipherSuites: readonly string[];
  /** 32 hexadecimal digits, the same for all who have the same nodes at the same addresses. */
  readonly fingerprint: string;
}
