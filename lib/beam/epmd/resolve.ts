/** Asking epmd at which port a node listens. */
import { exchange, request, type EpmdAddress } from './exchange.js';

const portPlease = 122;
const portAnswer = 119;
/** The version of the protocol between nodes that is spoken here. */
const version = 6;

/**
 * The port of the node with this name on the host of the epmd.
 *
 * @param name what is before the @
 * @throws Error if epmd cannot be reached, knows no such node, or the node speaks only older versions
 */
export async function resolveNode(epmd: EpmdAddress, name: string, signal: AbortSignal): Promise<number> {
  const wanted = request(Buffer.of(portPlease), Buffer.from(name, 'utf8'));
  const { answer, socket } = await exchange(epmd, wanted, isWhole, signal);
  socket.destroy();
  if (answer[0] !== portAnswer || answer.length < 2) throw failure(epmd, 'gave no answer');
  if (answer[1] !== 0 || answer.length < 10) throw failure(epmd, `knows no node "${name}"`);
  if (answer.readUInt16BE(6) < version) throw failure(epmd, `node "${name}" is older than OTP 23`);
  return answer.readUInt16BE(2);
}

function isWhole(answer: Buffer): boolean {
  return answer.length >= 10 || (answer.length >= 2 && answer[1] !== 0);
}

function failure({ host, port }: EpmdAddress, problem: string): Error {
  return new Error(`epmd at ${host}:${port} ${problem}`);
}
