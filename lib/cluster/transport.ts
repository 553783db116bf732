/**
 * Transport: the one seam to the outside. It brings two nodes of a cluster together by a Channel, an ordered stream of
 * bytes whose far end has proven who it is. TLS sockets stand behind it, and a network in memory for tests.
 */

import type { X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Credentials } from './spec/credentials.js';

/** Where a node listens and can be reached. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * An ordered, reliable stream of bytes to one other node. It keeps still until its owner's first `resume`: neither data
 * nor its end are told before.
 */
export interface Channel {
  /** The node at the far end, as its certificate says; the handshake must say the same. */
  readonly remoteId: string;
  /** `host:port` of the far end. */
  readonly remoteAddress: string;
  /** What the far end has proven its id with; undefined in a network without certificates. */
  readonly certificate?: X509Certificate | undefined;
  /**
   * Hands over bytes to be sent, in order. The bytes must not be changed afterwards.
   *
   * @returns false if more bytes wait to be sent than the channel's high-water mark; `onDrain` follows
   */
  write(chunks: readonly Uint8Array[]): boolean;
  /** How many bytes wait to be sent. */
  readonly pendingBytes: number;
  /** Stops reading, so that the far end is slowed down; `resume` goes on. */
  pause(): void;
  resume(): void;
  /** Ends it once what was written has been sent. Data still come until the far end has ended it too. */
  end(): void;
  /** Ends it at once. */
  destroy(): void;
  /** Set by the owner, before the first `resume`. */
  onData: (chunk: Uint8Array) => void;
  onDrain: () => void;
  /** Called once, with what went wrong if something did. Nothing comes after it. */
  onClose: (error: Error | undefined) => void;
}

/** Somebody who has proven to have a role in the cluster, and is no node. */
export interface Visitor {
  readonly role: string;
  readonly certificate: X509Certificate;
  /** `host:port` of the far end. */
  readonly remoteAddress: string;
  readonly socket: Duplex;
}

/** A node that listens. */
export interface Listener {
  /** Where it listens indeed (a port of 0 has been replaced). */
  readonly endpoint: Endpoint;
  close(): Promise<void>;
}

export interface Transport {
  /** Takes connections for the node; `onRefused` tells of those whose far end could not prove who it is. */
  listen(
    at: Endpoint,
    onChannel: (channel: Channel) => void,
    onRefused: (reason: string, remote: string) => void,
  ): Promise<Listener>;
  /** Connects with the node `id`; fails if whoever answers is not that node. */
  dial(to: Endpoint, id: string, signal: AbortSignal): Promise<Channel>;
  /**
   * Takes other certificates, for all connections made from now on; those that stand are not touched. Missing in a
   * network without certificates.
   *
   * @throws Error if they cannot be used; then nothing has changed
   */
  setCredentials?(credentials: Credentials): void;
  /** Takes who has another role than that of a node, or tells why not. Without it nobody but nodes is let in. */
  onVisitor?: ((visitor: Visitor) => string | undefined) | undefined;
}
