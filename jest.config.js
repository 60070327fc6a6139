const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['<rootDir>/libs/testkit/jest-properties.mjs'],
  setupFilesAfterEnv: ['<rootDir>/libs/testkit/jest-patience.mjs'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.cache/', '<rootDir>/.data/'],
};
/** The launcher of `npm test` says so when the machine has no Chromium. */
const hasBrowser = process.env.YUEXIN_NO_BROWSER !== '1';
/** Likewise for bash and curl, with which the documents' commands are typed. */
const hasShell = process.env.YUEXIN_NO_SHELL !== '1';
/** Likewise for Prometheus' promtool, which judges metrics, alert rules and dashboards. */
const hasPrometheus = process.env.YUEXIN_NO_PROMETHEUS !== '1';
const roots = ['libs', 'services', 'tools', 'examples'].map((name) => `<rootDir>/${name}`);

export default {
  // Modules of ended files are never freed under --experimental-vm-modules: a worker came to 3 GB and crept.
  workerIdleMemoryLimit: '800MB',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      roots,
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '\\.(int|e2e|browser|shell|prometheus|qualify)\\.test\\.ts$',
      ],
    },
    {
      ...shared,
      displayName: 'int',
      testEnvironment: '<rootDir>/libs/testkit/jest-environment.mjs',
      roots,
      testMatch: ['**/*.int.test.ts'],
    },
    {
      ...shared,
      displayName: 'e2e',
      testEnvironment: '<rootDir>/libs/testkit/jest-environment.mjs',
      roots,
      testMatch: [
        '**/*.e2e.test.ts',
        ...(hasBrowser ? ['**/*.browser.test.ts'] : []),
        ...(hasShell ? ['**/*.shell.test.ts'] : []),
        ...(hasPrometheus ? ['**/*.prometheus.test.ts'] : []),
      ],
    },
    // Minutes each: run by name (`npm run qualify:alerts`), never with the suites.
    ...(process.env.YUEXIN_QUALIFY === '1'
      ? [
          {
            ...shared,
            displayName: 'qualify',
            testEnvironment: '<rootDir>/libs/testkit/jest-environment.mjs',
            roots,
            testMatch: ['**/*.qualify.test.ts'],
          },
        ]
      : []),
  ],
};
