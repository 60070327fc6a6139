import { ensureBuilt, ensureConsoleBuilt, ensureInstalled, requireNode } from './bootstrap.mjs';

requireNode();
await ensureInstalled();
await ensureBuilt();
await ensureConsoleBuilt();
await import('./dist/compose.js');
