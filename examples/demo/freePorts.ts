/**
 * Ports of 127.0.0.1 that nobody listens at.
 *
 * They lie below those that systems give to outgoing connections, or one of these could take a port before its node
 * listens.
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  for (let tries = 0; ports.size < count && tries < 1000; tries++) {
    const port = randomInt(10_000, 32_768);
    if (await isFree(port)) ports.add(port);
  }
  if (ports.size < count) throw new Error(`there are no ${count} free ports at 127.0.0.1`);
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
