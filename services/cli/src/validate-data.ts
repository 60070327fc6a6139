import { ForbiddenError, NotFoundError, type NewPush, type PushExplanation } from '@yuexin/client';
import type { Cli } from './cli.ts';

type Check = PushExplanation['checks'][number];

/** The checks that are about the template and what fills it in. */
const ofData: readonly Check['name'][] = ['request', 'app', 'template', 'data'];

/** Somebody nobody knows: only the data is asked about. */
const nobody: NewPush['to'] = { openid: 'nobody' };

/** A check that found something to mend says no; a pause, or what could not be looked at, is no fault of the data. */
export function faultOf(check: Check): 'ok' | 'no' | '-' {
  if (check.problems !== undefined) return 'no';
  return check.ok ? 'ok' : '-';
}

/**
 * What the api would say of this data for this template, by its own explain, and which of its keywords the template does
 * not have: the api passes those over. Null: the key may not read templates. The data may come alone, or inside a push.
 */
export async function validateData(
  cli: Pick<Cli, 'client' | 'call'>,
  input: { appId: string; templateId: string; given: Record<string, unknown> },
): Promise<{ checks: Check[]; strangeKeywords: string[] | null }> {
  const { appId, templateId, given } = input;
  const inner = given.data;
  const isPush = typeof inner === 'object' && inner !== null && !('value' in inner);
  // Left as it is: the api names whatever is wrong with it.
  const data = (isPush ? inner : given) as NewPush['data'];
  const push: NewPush = { appId, templateId, to: nobody, onUnknownRecipient: 'park', data };
  const { checks } = await cli.client().pushes.explain(push, cli.call);
  return {
    checks: checks.filter(({ name }) => ofData.includes(name)),
    strangeKeywords: await findStrange(cli, { appId, templateId, data }),
  };
}

async function findStrange(
  cli: Pick<Cli, 'client' | 'call'>,
  { appId, templateId, data }: { appId: string; templateId: string; data: object },
): Promise<string[] | null> {
  try {
    for await (const template of cli.client().templates.list(appId, { limit: 200 }, cli.call)) {
      if (template.templateId !== templateId) continue;
      const known = template.keywords.map(({ key }) => key);
      return Object.keys(data).filter((key) => !known.includes(key));
    }
    return [];
  } catch (error) {
    if (error instanceof ForbiddenError) return null;
    // That the app is not known is told by its check.
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}
