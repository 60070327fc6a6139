const shared = {
  extensionsToTreatAsEsm: ['.ts'],
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
const roots = ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tools'];

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      roots,
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(int|e2e|browser)\\.test\\.ts$'],
    },
    {
      ...shared,
      displayName: 'int',
      roots,
      testMatch: ['**/*.int.test.ts'],
    },
    {
      ...shared,
      displayName: 'e2e',
      roots,
      testMatch: ['**/*.e2e.test.ts', '**/*.browser.test.ts'],
    },
  ],
};
