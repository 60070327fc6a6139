import { ensureBuilt, ensureConsoleBuilt, ensureInstalled, requireNode } from './bootstrap.mjs';

requireNode();
await ensureInstalled();
await ensureBuilt();
// The suites in a browser open it.
await ensureConsoleBuilt();
await import('./dist/test-run.js');
