import type { Database } from '../database/open-database.ts';
import { callFunction } from '../hot-path/call-function.ts';

/** Dead pushes that have app, template, reason and errcode in common. */
export type DeadLetterGroup = {
  appId: string;
  templateId: string;
  reason: string;
  errcode: number | null;
  count: number;
  /** When the first and the last of them died. */
  oldestAt: Date;
  newestAt: Date;
  /** The last that died. */
  sampleId: string;
};

export type DeadLetterGroups = {
  groups: DeadLetterGroup[];
  /** Only the newest were counted. */
  isCapped: boolean;
};

type StoredGroup = Omit<DeadLetterGroup, 'oldestAt' | 'newestAt'> & {
  oldestAt: string;
  newestAt: string;
};

/** Groups the newest `limit` dead pushes of these apps by cause, most members first. */
export async function groupDeadLetters(
  database: Database,
  input: { appIds: readonly string[]; from: Date | null; to: Date | null; limit: number },
): Promise<DeadLetterGroups> {
  const { appIds, from, to, limit } = input;
  const answer = await callFunction<{ groups: StoredGroup[]; isCapped: boolean }>(database.query, {
    name: 'group_dead_letters',
    parameters: ['text[]', 'timestamptz', 'timestamptz', 'integer'],
    values: [appIds, from, to, limit],
  });
  return {
    isCapped: answer.isCapped,
    groups: answer.groups.map((group) => ({
      ...group,
      oldestAt: new Date(group.oldestAt),
      newestAt: new Date(group.newestAt),
    })),
  };
}
