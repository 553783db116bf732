/** The capabilities of nodes: what this one offers, and what it demands. */

const extendedReferences = 0x4n;
const distMonitor = 0x8n;
const funTags = 0x10n;
const distMonitorName = 0x20n;
const newFunTags = 0x80n;
const extendedPidsPorts = 0x100n;
const exportPtrTag = 0x200n;
const bitBinaries = 0x400n;
const newFloats = 0x800n;
const unicodeIo = 0x1000n;
const smallAtomTags = 0x4000n;
const utf8Atoms = 0x10000n;
const mapTag = 0x20000n;
const bigCreation = 0x40000n;
const sendSender = 0x80000n;
const bigSeqtraceLabels = 0x100000n;
const exitPayload = 0x400000n;
const handshake23 = 0x1000000n;
const unlinkId = 0x2000000n;
/** Stands for all that OTP 25 made mandatory. Its documentation names another bit. */
const mandatory25Digest = 0x4000000n;
const spawn = 1n << 32n;
const v4Nc = 1n << 34n;
const alias = 1n << 35n;

const mandatory25 =
  extendedReferences |
  funTags |
  newFunTags |
  extendedPidsPorts |
  exportPtrTag |
  bitBinaries |
  newFloats |
  utf8Atoms |
  mapTag |
  bigCreation |
  handshake23;

const demanded = mandatory25 | unlinkId | v4Nc;

/** Neither `published` (a hidden node), nor an atom cache, nor fragments: frames then have the simplest form. */
export const offeredFlags: bigint =
  demanded |
  mandatory25Digest |
  distMonitor |
  distMonitorName |
  unicodeIo |
  smallAtomTags |
  sendSender |
  bigSeqtraceLabels |
  exitPayload |
  spawn |
  alias;

/** Whether a node with these flags has all that is needed. */
export function hasDemanded(flags: bigint): boolean {
  const expanded = (flags & mandatory25Digest) === 0n ? flags : flags | mandatory25;
  return (expanded & demanded) === demanded;
}
