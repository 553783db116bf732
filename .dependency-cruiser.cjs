// Import layers: every folder imports only leftward, folders meet through their index.ts, and there are no cycles.
// Type-only imports count as imports.
//
//   terms <- mailbox, scheduler <- process <- node <- cluster <- beam  (inside lib)
//   lib <- behaviours <- supervisors <- examples; test/kit may use the first three; certs stands alone, seen by
//   the cluster through its index; cli is a leaf

/** What each folder of lib may import inside lib, itself included. */
const libLayers = {
  terms: ['terms'],
  mailbox: ['terms', 'mailbox'],
  scheduler: ['terms', 'scheduler'],
  process: ['terms', 'mailbox', 'scheduler', 'process'],
  node: ['terms', 'mailbox', 'scheduler', 'process', 'node'],
  cluster: ['terms', 'mailbox', 'scheduler', 'process', 'node', 'cluster'],
  beam: ['terms', 'mailbox', 'scheduler', 'process', 'node', 'cluster', 'beam'],
  certs: ['certs'],
};

const project = '^(lib|behaviours|supervisors|examples|test)/';

const layer = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: project, pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries(libLayers).map(([folder, allowed]) =>
      layer(
        `lib-${folder}`,
        `^lib/${folder}/`,
        `^lib/(${allowed.join('|')})/${folder === 'cluster' || folder === 'beam' ? '|^lib/certs/index\\.ts$' : ''}`,
        'lib folders import only leftward; the cluster sees the certificates through their index',
      ),
    ),
    {
      name: 'lib-known-folder',
      comment: 'a new folder of lib must be given its layer here; only the index lies beside them',
      severity: 'error',
      from: {},
      to: { path: '^lib/', pathNot: `^lib/(index\\.ts$|(${Object.keys(libLayers).join('|')}|cli)/)` },
    },
    {
      name: 'cli-is-a-leaf',
      severity: 'error',
      from: { pathNot: '^(lib/cli|test)/' },
      to: { path: '^lib/cli/' },
    },
    {
      name: 'own-index',
      comment: 'nobody inside a folder imports its own index',
      severity: 'error',
      from: { path: '^(lib|behaviours|supervisors|test/kit)/' },
      to: { path: '^$1/index\\.ts$' },
    },
    {
      name: 'own-sub-index',
      comment: 'nobody inside a folder of lib imports its own index',
      severity: 'error',
      from: { path: '^lib/([^/]+)/' },
      to: { path: '^lib/$1/index\\.ts$' },
    },
    layer('lib-index', '^lib/index\\.ts$', '^lib/', 'lib imports nothing to its right'),
    layer(
      'behaviours',
      '^behaviours/',
      '^(lib/(beam/)?index\\.ts$|behaviours/)',
      'behaviours see lib through its index, and beam through its own',
    ),
    layer(
      'supervisors',
      '^supervisors/',
      '^(lib/index\\.ts$|behaviours/index\\.ts$|supervisors/)',
      'supervisors see lib and behaviours through their index',
    ),
    {
      name: 'elixir-is-on-top',
      comment:
        "regent-otp/elixir gives Elixir's names to what supervisors and behaviours are; nothing there knows of it",
      severity: 'error',
      from: { path: '^supervisors/', pathNot: '^supervisors/elixir/(index\\.ts$|modules/)' },
      to: { path: '^supervisors/elixir/(index\\.ts$|modules/)' },
    },
    {
      name: 'own-elixir-index',
      severity: 'error',
      from: { path: '^supervisors/' },
      to: { path: '^supervisors/elixir/index\\.ts$' },
    },
    layer(
      'kit',
      '^test/kit/',
      '^(lib|behaviours|supervisors|test/kit)/',
      'the kit is published: it imports published code only',
    ),
    {
      name: 'examples-by-package-name',
      comment: 'examples import the package by its name, as a user does',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(lib|behaviours|supervisors|test)/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'sources-by-path',
      comment: 'published code never imports itself by package name',
      severity: 'error',
      from: { path: '^(lib|behaviours|supervisors|test/kit)/' },
      to: { dependencyTypes: ['aliased'] },
    },
    {
      name: 'declared-dependencies',
      comment: 'published code imports only what package.json lists under dependencies',
      severity: 'error',
      from: { path: '^(lib|behaviours|supervisors)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'], pathNot: '/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|test/fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      mainFields: ['types', 'main'],
    },
  },
};
