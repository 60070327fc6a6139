import type { NewPush, PushExplanation } from '@yuexin/client';
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

/** What the api would say of this data for this template, by its own explain. The data may come alone, or inside a push. */
export async function validateData(
  cli: Pick<Cli, 'client' | 'call'>,
  input: { appId: string; templateId: string; given: Record<string, unknown> },
): Promise<Check[]> {
  const { appId, templateId, given } = input;
  const inner = given.data;
  const isPush = typeof inner === 'object' && inner !== null && !('value' in inner);
  // Left as it is: the api names whatever is wrong with it.
  const data = (isPush ? inner : given) as NewPush['data'];
  const push: NewPush = { appId, templateId, to: nobody, onUnknownRecipient: 'park', data };
  const { checks } = await cli.client().pushes.explain(push, cli.call);
  return checks.filter(({ name }) => ofData.includes(name));
}
