// Certificates of a cluster: one authority, one certificate for each node, to make, keep, read and check. Works with
// PEM texts; the functions whose names start with write, read or ensure work with files.
export { CertificateError } from './certificateError.js';
export type { CertificateProblem } from './certificateError.js';
export { authorityPaths, nodePaths, specPaths } from './certificatePaths.js';
export type { PairPaths, SpecPaths } from './certificatePaths.js';
export { checkKeyPair } from './checkKeyPair.js';
export type { KeyPairOptions } from './checkKeyPair.js';
export { checkNodeCertificate } from './checkNodeCertificate.js';
export { checkNodeId } from './checkNodeId.js';
export { createAuthority } from './createAuthority.js';
export type { Authority, AuthorityOptions, CertifiedKey } from './createAuthority.js';
export { ensureCertificates } from './ensureCertificates.js';
export type { EnsureOptions } from './ensureCertificates.js';
export { identityOf } from './identityOf.js';
export type { Identity, NamedCertificate } from './identityOf.js';
export { inspectCertificates } from './inspectCertificates.js';
export type { CertificateInfo } from './inspectCertificates.js';
export { issueNodeCertificate } from './issueNodeCertificate.js';
export type { NodeCertificate, NodeCertificateOptions } from './issueNodeCertificate.js';
export { nodeCertificateProblems } from './nodeCertificateProblems.js';
export type { CheckOptions, NodeCredentials } from './nodeCertificateProblems.js';
export { nodeIdOf } from './nodeIdOf.js';
export { readAuthority } from './readAuthority.js';
export { readNodeCertificate } from './readNodeCertificate.js';
export type { ExtraNames } from './subjectAltNames.js';
export type { WriteOptions } from './placeFiles.js';
export { writeAuthority } from './writeAuthority.js';
export { writeNodeCertificate } from './writeNodeCertificate.js';
