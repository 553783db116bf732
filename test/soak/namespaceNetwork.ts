/**
 * NamespaceNetwork: each node in a network namespace of its own, at a switch that can be split in two. Across the split
 * packets vanish, as on a network that has come apart. Needs Linux, iproute2 and root.
 */
import { spawnSync } from 'node:child_process';
import type { NodeSpecFile } from 'regent-otp';
import type { Network } from './network.js';

const port = 4370;
const prefix = `regent-${process.pid}`;
const theSwitch = `${prefix}-switch`;

export class NamespaceNetwork implements Network {
  readonly #ids: readonly string[];

  /** @throws Error with what the system says */
  constructor(ids: readonly string[]) {
    this.#ids = ids;
    try {
      ip('netns', 'add', theSwitch);
      for (const bridge of ['left', 'right']) {
        ip('-n', theSwitch, 'link', 'add', bridge, 'type', 'bridge');
        ip('-n', theSwitch, 'link', 'set', bridge, 'up');
      }
      for (const id of ids) this.#connect(id);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Whether this system lets us have one. */
  static isPossible(): boolean {
    try {
      new NamespaceNetwork(['probe']).close();
      return true;
    } catch {
      return false;
    }
  }

  /** Nothing passes between some nodes and all others until `heal`. */
  split(some: readonly string[]): void {
    for (const id of some) ip('-n', theSwitch, 'link', 'set', `to-${id}`, 'master', 'right');
  }

  heal(): void {
    for (const id of this.#ids) ip('-n', theSwitch, 'link', 'set', `to-${id}`, 'master', 'left');
  }

  specOf(): readonly NodeSpecFile[] {
    return this.#ids.map((id) => ({ id, address: `${this.#hostOf(id)}:${port}` }));
  }

  wrapperOf(id: string): readonly string[] {
    return ['ip', 'netns', 'exec', namespaceOf(id)];
  }

  listens(): void {}

  close(): void {
    for (const name of [...this.#ids.map(namespaceOf), theSwitch]) spawnSync('ip', ['netns', 'del', name]);
  }

  #connect(id: string): void {
    const name = namespaceOf(id);
    ip('netns', 'add', name);
    ip('-n', theSwitch, 'link', 'add', `to-${id}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    ip('-n', theSwitch, 'link', 'set', `to-${id}`, 'master', 'left', 'up');
    ip('-n', name, 'address', 'add', `${this.#hostOf(id)}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) ip('-n', name, 'link', 'set', device, 'up');
  }

  #hostOf(id: string): string {
    return `10.77.0.${this.#ids.indexOf(id) + 1}`;
  }
}

function namespaceOf(id: string): string {
  return `${prefix}-${id}`;
}

function ip(...args: readonly string[]): void {
  const { error, status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`);
}
