/**
 * What ties nodes to the life of a test: adapters for vitest and node:test, which get the runner's hooks as parameters,
 * and one for any other runner.
 */
import { startNode } from '../../lib/index.js';
import type { Node, NodeOptions } from '../../lib/index.js';
import { startMemoryCluster, type MemoryCluster, type MemoryClusterOptions } from './startMemoryCluster.js';

/** Starts what is stopped at the end of a test. */
export interface TestNodes {
  /** Starts a node as `startNode` of `regent-otp` does, and stops it when the test is over. */
  startNode(options?: NodeOptions): Node;
  /** Starts a cluster as `startMemoryCluster` does, and stops it when the test is over. */
  startCluster<const Id extends string>(ids: readonly Id[], options?: MemoryClusterOptions): Promise<MemoryCluster<Id>>;
  /** Runs a function as a process of a new node, and stops the node with all it has started. */
  run<T>(fun: () => T | PromiseLike<T>, options?: NodeOptions): Promise<T>;
}

/**
 * For any test runner.
 *
 * @param afterTest has something done when the test under way is over, and waits for it
 * @example
 * import { self } from 'regent-otp';
 * import { testNodes } from 'regent-otp/testing';
 *
 * const cleanUps: (() => Promise<void>)[] = [];
 * const { startNode } = testNodes((cleanUp) => cleanUps.push(cleanUp));
 * await startNode({ name: 'alpha' }).run(() => self().node); // => 'alpha'
 * for (const cleanUp of cleanUps) await cleanUp();
 */
export function testNodes(afterTest: (cleanUp: () => Promise<void>) => unknown): TestNodes {
  const start = (options: NodeOptions = {}): Node => {
    const node = startNode(options);
    afterTest(() => node.stop());
    return node;
  };
  return {
    startNode: start,
    startCluster: async (ids, options) => {
      const cluster = await startMemoryCluster(ids, options);
      afterTest(() => cluster.stop());
      return cluster;
    },
    run: async (fun, options) => {
      const node = start(options);
      try {
        return await node.run(fun);
      } finally {
        await node.stop();
      }
    },
  };
}

/**
 * For vitest, once for a file: nodes are stopped when the test that started them is over.
 *
 * @param hooks `import { onTestFinished } from 'vitest'`
 */
export function forVitest(hooks: { readonly onTestFinished: (cleanUp: () => Promise<void>) => unknown }): TestNodes {
  return testNodes((cleanUp) => hooks.onTestFinished(cleanUp));
}

/**
 * For node:test: nodes are stopped when the test is over, or the suite that `after` belongs to.
 *
 * @param context the test's context, or `{ after }` from `node:test`
 */
export function forNodeTest(context: { after(cleanUp: () => Promise<void>): unknown }): TestNodes {
  return testNodes((cleanUp) => context.after(cleanUp));
}
