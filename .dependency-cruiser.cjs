/** Import rules of the tree: who may import whom. */
const lib = (...names) => `^libs/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(pg-native|bufferutil|utf-8-validate)$' },
    },
    {
      name: 'libs-never-import-services',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(services|tools)/' },
    },
    {
      name: 'services-never-import-services',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'foundations-are-at-the-bottom',
      comment: 'domain, errors and config import nothing above them',
      severity: 'error',
      from: { path: lib('domain', 'errors', 'config'), pathNot: '\\.test\\.ts$' },
      to: { path: '^(libs|migrations)/', pathNot: lib('domain', 'errors', 'config') },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: lib('domain'), pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'telemetry-stands-on-foundations',
      severity: 'error',
      from: { path: lib('telemetry'), pathNot: '\\.test\\.ts$' },
      to: { path: '^(libs|migrations)/', pathNot: lib('domain', 'errors', 'config', 'telemetry') },
    },
    {
      name: 'siblings-never-import-each-other',
      severity: 'error',
      from: {
        path: '^libs/(queue|wechat-client|storage)/',
        pathNot: '(\\.test\\.ts|/test-support/|/test/)',
      },
      to: { path: lib('queue', 'wechat-client', 'storage'), pathNot: '^libs/$1/' },
    },
    {
      name: 'client-runs-anywhere',
      comment: 'callers install it alone, on Node and on the edge',
      severity: 'error',
      from: { path: '^libs/client/src/', pathNot: '(\\.test\\.ts$|/test-support/)' },
      to: { pathNot: lib('client') },
    },
    {
      name: 'cli-knows-the-api-by-its-client',
      comment: 'what an operator can do, a program can do',
      severity: 'error',
      from: { path: '^services/cli/' },
      to: { path: '^(libs|migrations|tools)/', pathNot: lib('client') },
    },
    {
      name: 'console-knows-the-api-by-its-client',
      comment: 'a browser gets the client and the pure rules, nothing else of ours',
      severity: 'error',
      from: { path: '^services/console/src/' },
      to: { path: '^(libs|migrations|tools)/', pathNot: lib('client', 'domain') },
    },
    {
      name: 'example-knows-the-helper-alone',
      comment: 'what a mini program can have',
      severity: 'error',
      from: { path: '^examples/miniprogram/miniprogram/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(examples/miniprogram/miniprogram|libs/miniprogram)/' },
    },
    {
      name: 'testkit-only-from-tests',
      severity: 'error',
      from: { pathNot: '(\\.test\\.ts$|/test-support/|/test/|^libs/testkit/)' },
      to: { path: '^libs/testkit/' },
    },
    {
      name: 'simulator-knows-wechat-only-from-the-facts',
      severity: 'error',
      from: { path: '^services/wechat-simulator/' },
      to: { path: '^libs/(wechat-client|storage|domain|queue)/' },
    },
    {
      name: 'database-drivers-only-in-storage',
      severity: 'error',
      from: { pathNot: '^(libs/(storage|queue|testkit)/|migrations/|tools/)' },
      to: { path: 'node_modules/(typeorm|pg)/' },
    },
    {
      name: 'queue-engine-only-in-queue',
      severity: 'error',
      from: { pathNot: '^(libs/(queue|testkit)/|tools/)' },
      to: { path: 'node_modules/(bullmq|ioredis)/' },
    },
    {
      name: 'http-clients-only-in-wechat-client',
      severity: 'error',
      from: {
        pathNot:
          '(^libs/wechat-client/|^services/worker/src/callbacks/|^tools/|\\.test\\.ts$|/test/|/test-support/)',
      },
      to: { path: 'node_modules/(got|undici)/' },
    },
    {
      name: 'express-only-in-services',
      comment: 'a peer that we measure ourselves against is no part of the product',
      severity: 'error',
      from: { path: '^(libs|migrations|tools)/', pathNot: '^tools/bench/peers/' },
      to: { path: 'node_modules/express/' },
    },
    {
      name: 'packages-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^((?:libs|services)/[^/]+|tools|migrations)/' },
      to: {
        path: '^(libs|services)/[^/]+/src/(?!index\\.ts$|testing/)',
        // A named export of its package.
        pathNot: ['^$1/', '^services/api/src/describe-api\\.ts$'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|miniprogram_dist|miniprogram_npm)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
    },
  },
};
