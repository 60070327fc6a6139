import type { ChildService } from '../local-stack/child-service.ts';
import type { ComposeFile, ComposeService } from './compose-file.ts';
import type { Addresses } from './create-addresses.ts';

type Account = { uid: number; gid: number };

export type StartComposeInput = {
  compose: ComposeFile;
  profiles: readonly string[];
  /** The tree that the image would hold in /app. */
  root: string;
  dataRoot: string;
  /** Who the processes run as, where we may choose. */
  account?: Account;
  say: (line: string) => void;
};

export type StartInput = StartComposeInput & {
  name: string;
  service: ComposeService;
  addresses: Addresses;
};

export type Started = { stop(): Promise<void>; children: ChildService[] };
