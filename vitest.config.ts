// Test runner configuration. Three projects: `package` (layers, tarball), `cluster` (real sockets and
// OS processes, slower) and `local` (all the rest). REGENT_MESSAGES in the environment reaches the workers as it is.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const clusterTests = [
  'test/lib/cluster/**/*.test.ts',
  'test/cluster/**/*.test.ts',
  'test/{lib,behaviours}/beam/*.test.ts',
  'test/examples/{chat/chat,demo/demo,beam/demo}.test.ts',
];
const packageTests = ['test/package/**/*.test.ts'];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^regent-otp$/, replacement: source('./lib/index.ts') },
      { find: /^regent-otp\/behaviours$/, replacement: source('./behaviours/index.ts') },
      { find: /^regent-otp\/supervisors$/, replacement: source('./supervisors/index.ts') },
      { find: /^regent-otp\/elixir$/, replacement: source('./supervisors/elixir/index.ts') },
      { find: /^regent-otp\/beam$/, replacement: source('./behaviours/beam/index.ts') },
      { find: /^regent-otp\/certs$/, replacement: source('./lib/certs/index.ts') },
      { find: /^regent-otp\/testing$/, replacement: source('./test/kit/index.ts') },
    ],
  },
  test: {
    environment: 'node',
    pool: 'forks',
    execArgv: ['--expose-gc'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts', 'behaviours/**/*.ts', 'supervisors/**/*.ts'],
      // Tests mirror these folders: without this, those under test/lib count as lib.
      exclude: ['test/**'],
      // Together they are above 95.
      thresholds: { '{behaviours,supervisors,lib/!(beam)}/**': { branches: 95 }, 'lib/beam/**': { branches: 93 } },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'local',
          include: ['test/**/*.test.ts'],
          exclude: [...clusterTests, ...packageTests],
          globalSetup: 'test/support/buildFolder.ts',
        },
      },
      { extends: true, test: { name: 'cluster', include: clusterTests, globalSetup: 'test/support/buildFolder.ts' } },
      { extends: true, test: { name: 'package', include: packageTests, testTimeout: 180_000, hookTimeout: 180_000 } },
    ],
  },
});
