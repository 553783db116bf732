// What `import ... from 'regent-otp/testing'` gives: help for tests of programs that use Regent.
export { startMemoryCluster } from './startMemoryCluster.js';
export type { MemoryCluster, MemoryClusterOptions } from './startMemoryCluster.js';
