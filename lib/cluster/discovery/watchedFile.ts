/**
 * watchedFile: members that stand in a file, which may change at any time.
 */
import { readFile } from 'node:fs/promises';
import type { NodeSpecFile } from '../spec/clusterSpec.js';
import type { Discovery } from './discovery.js';
import { checkInterval, pollingDiscovery, type PollingOptions } from './polling.js';

/**
 * The members that a JSON file lists, in the field `nodes` as a cluster spec does, or as an array. The file is read again and
 * again, so that it does not matter how it is replaced, nor where it lies: a ConfigMap of Kubernetes, a network share. While
 * it cannot be read, or is no JSON, all members stay (event `discovery_failed`).
 *
 * @param path of the file
 * @param options `interval`, the ms between two reads. Default: 1,000
 */
export function watchedFile(path: string, options: { readonly interval?: number } = {}): Discovery {
  const { interval = 1000 } = options;
  checkInterval('watchedFile', interval);
  return pollingDiscovery(() => reader(path, interval), false);
}

function reader(path: string, interval: number): PollingOptions {
  let last: string | undefined;
  return {
    interval,
    async look(signal) {
      const text = await readFile(path, { encoding: 'utf8', signal });
      if (text === last) return undefined;
      const nodes = nodesOf(text, path);
      last = text;
      return nodes;
    },
  };
}

function nodesOf(text: string, path: string): readonly NodeSpecFile[] {
  const file = parse(text, path);
  const nodes: unknown = Array.isArray(file) ? file : (file as { readonly nodes?: unknown } | null)?.nodes;
  if (!Array.isArray(nodes)) throw new Error(`${path} has no array "nodes"`);
  return nodes as readonly NodeSpecFile[];
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`${path} is not JSON (${(error as Error).message})`, { cause: error });
  }
}
