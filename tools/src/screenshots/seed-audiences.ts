import { freightApp, goodsPage, goodsTemplate } from '../demo/freight-app.ts';
import type { FreightDriver } from '../demo/seed-freight-app.ts';
import { callJson } from '../local-stack/call-json.ts';
import type { Stack } from '../local-stack/start-stack.ts';

const header = 'openid,phone,from,to,tons';
const phoneOf = (at: number): string => `+86139${String(10_000_000 + at * 7919)}`;

/** Users, people nobody has met yet, and lines that are wrong. */
function linesFor(users: readonly FreightDriver[]): string {
  const known = users.map(({ openid }) => `${openid},,广州,上海,32`);
  const unknown = Array.from({ length: 600 }, (_, at) => `,${phoneOf(at)},广州,上海,32`);
  const wrong = [',12345,广州,上海,32', `,${phoneOf(900)},广州,,32`, known[0] ?? ''];
  return [header, ...known, ...wrong, ...unknown].join('\n');
}

/** One audience under way, and one that may be started. */
export async function seedAudiences(
  { apiUrl, adminKey: key }: Stack,
  users: readonly FreightDriver[],
): Promise<{ audience: string; ready: string }> {
  const make = async (name: string, ratePerSecond: number, startsAt?: 'once'): Promise<string> => {
    const { id } = await callJson<{ id: string }>(`${apiUrl}/v1/audiences`, {
      key,
      body: {
        ...{ appId: freightApp.appId, templateId: goodsTemplate.templateId, name },
        ...{ recipients: 'upload', ratePerSecond, page: goodsPage, onUnknownRecipient: 'park' },
        data: { thing1: '{{from}}-->{{to}}', thing2: '钢材 {{tons}} 吨' },
      },
    });
    const answer = await fetch(`${apiUrl}/v1/audiences/${id}/recipients`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv' },
      body: linesFor(users),
    });
    if (!answer.ok) throw new Error(`The list was not taken: ${await answer.text()}`);
    if (startsAt === 'once')
      await callJson(`${apiUrl}/v1/audiences/${id}/start`, {
        ...{ key, body: { leaveOutProblems: true } },
      });
    return id;
  };
  const audience = await make('春季运价', 1, 'once');
  const ready = await make('端午放假安排', 200);
  return { audience, ready };
}
