// What `import ... from 'regent-otp/testing'` gives: help for tests of programs that use Regent.
export { forNodeTest, forVitest, testNodes, type TestNodes } from './adapters.js';
export { Chance } from './chance.js';
export type { DriveLimits } from './drive.js';
export { expectNoReceive, expectReceive, flush } from './expectReceive.js';
export type { FaultKind, FaultOptions, Faults, Span } from './faults.js';
export { simulate, type SimulateOptions } from './simulate.js';
export { startMemoryCluster } from './startMemoryCluster.js';
export type { MemoryCluster, MemoryClusterOptions } from './startMemoryCluster.js';
export { expectSupervised, startSupervised, stopSupervised } from './supervised.js';
export { VirtualClock } from './virtualClock.js';
export type { World, WorldClusterOptions } from './world.js';
