import { ensureConsoleBuilt } from './bootstrap.mjs';

await ensureConsoleBuilt();
