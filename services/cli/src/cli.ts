import type { CallOptions, YuexinClient } from '@yuexin/client';
import type { Asker } from './input/create-asker.ts';
import type { Output } from './output/create-output.ts';

/** What every command works with. */
export type Cli = {
  out: Output;
  asker: Asker;
  /** The api that is meant. Throws CliError when that, or the key for it, is not known. */
  client: () => YuexinClient;
  env: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** For every call: it ends by Ctrl-C. */
  call: CallOptions;
};
