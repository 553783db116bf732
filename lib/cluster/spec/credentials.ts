/**
 * Credentials: what a node proves with who it is, and whom it believes.
 */

/** What a node proves with who it is, and checks others against. */
export interface Credentials {
  readonly certPem: string;
  readonly keyPem: string;
  /** The certificate of the cluster's authority, or several. */
  readonly clusterCertPem: string;
  /** The authorities' revocation lists, one after the other. Undefined: nobody is revoked. */
  readonly crlPem?: string | undefined;
}

/** Where credentials come from, to be read again when they have been renewed. */
export interface CredentialSource {
  /** Absolute paths of the files; none if all are in the spec itself. */
  readonly paths: readonly string[];
  /** @throws ClusterSpecError with all mistakes */
  read(): Credentials;
}
