import { validateTemplateData, type HurtPushes, type TemplateKeyword } from '@yuexin/domain';
import type { EntityManager } from 'typeorm';

/** How many waiting pushes of a template are looked at: a sync must not take long. */
const mostLookedAt = 5_000;
const sampleSize = 10;

type Waiting = { id: string; data: Record<string, { value: string }> };

/**
 * Waiting pushes of a template that is gone (`keywords` null), or whose data its new keywords refuse. Reads open rows only,
 * state by state through their own indexes. Null when it hurts none.
 */
export async function findHurtPushes(
  manager: EntityManager,
  template: { appId: string; templateId: string; keywords: readonly TemplateKeyword[] | null },
): Promise<HurtPushes | null> {
  const { appId, templateId, keywords } = template;
  const waiting = await manager.query<Waiting[]>(statement, [appId, templateId, mostLookedAt + 1]);
  const looked = waiting.slice(0, mostLookedAt);
  const hurt =
    keywords === null
      ? looked
      : looked.filter(({ data }) => !validateTemplateData({ data, keywords }).ok);
  if (hurt.length === 0) return null;
  return {
    templateId,
    because: keywords === null ? 'removed' : 'data',
    pushes: hurt.length,
    isAtLeast: waiting.length > looked.length,
    sample: hurt.slice(0, sampleSize).map(({ id }) => id),
  };
}

const statement = `
  select id, data from (
    ${['scheduled', 'parked', 'queued', 'retrying']
      .map(
        (state) =>
          `select id, data from pushes where app_id = $1 and template_id = $2 and state = '${state}'`,
      )
      .join(' union all ')}
  ) as waiting
  limit $3`;
