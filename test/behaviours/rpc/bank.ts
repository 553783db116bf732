// What a node exports in the tests of rpc and erpc.
import { down, error, exit, monitor, on, receive, register, self, send, type Address, type Node } from 'regent-otp';
import { eventually } from '../../support/eventually.js';

export const bank = {
  add: (a: number, b: number) => a + b,
  later: async (value: unknown) => {
    await Promise.resolve();
    return value;
  },
  fail: (reason: unknown) => error(reason),
  exit: (reason: unknown) => exit(reason),
  throw: (value: unknown) => {
    throw value;
  },
  die: (reason: unknown) => exit(self(), reason),
  slow: (name: string) => {
    register(name, self());
    return receive(on('go', () => 'ok'));
  },
  where: () => self().node,
  self: () => self(),
  fun: () => () => 'functions cannot travel',
};

/** Lets a slow function go on, and waits until its process has ended. */
export async function letGo(node: Node, name = 'slow'): Promise<void> {
  let pid: Address | undefined;
  await eventually(() => (pid = node.whereis(name)) !== undefined);
  const ref = monitor('process', pid!);
  send(pid!, 'go');
  await receive(on(down(ref), () => undefined));
}

export function exportBank(node: Node): void {
  node.export('bank', bank);
}
