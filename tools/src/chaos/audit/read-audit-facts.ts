import pg from 'pg';
import { callJson } from '../../local-stack/call-json.ts';
import type { LoadRecord } from '../load/load-record.ts';
import { chaosApps, TAG_KEYWORD } from '../plan/chaos-apps.ts';
import type { Person } from '../stack/seed-chaos-apps.ts';
import { grantKey, type AuditFacts } from './audit-facts.ts';
import { readDatabaseFacts } from './read-database-facts.ts';
import { readWechatLedger } from './read-wechat-ledger.ts';

type ShownEvent = {
  appId: string;
  openid: string;
  name: string;
  createdAt: string;
  outcome: string;
  items: { TemplateId: string; SubscribeStatusString?: string }[];
};
type Message = { items: { key: string; value: string }[] };

const EVENTS_KEPT = 20_000;

/** Both ledgers and what the clients were told, as they stand now. */
export async function readAuditFacts(input: {
  databaseUrl: string;
  simulatorUrl: string;
  people: readonly Person[];
  record: LoadRecord;
}): Promise<AuditFacts> {
  const { databaseUrl, simulatorUrl, people, record } = input;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return {
      now: Date.now(),
      accepted: record.accepted().map(({ push, pushIds }) => ({
        tag: push.tag,
        pushIds: pushIds.map((id) => id.replace(/^psh_/, '')),
      })),
      refused: record.refused(),
      ...(await readDatabaseFacts(client)),
      ...(await readWechatLedger(simulatorUrl)),
      shown: await readPhones(simulatorUrl, people),
      evidence: await readEvidence(input),
    };
  } finally {
    await client.end();
  }
}

async function readPhones(
  simulatorUrl: string,
  people: readonly Person[],
): Promise<Map<string, number>> {
  const shown = new Map<string, number>();
  for (const { openids } of people) {
    for (const { appId } of chaosApps) {
      const openid = openids.get(appId) ?? '';
      const url = `${simulatorUrl}/_sim/messages?openid=${openid}&appId=${appId}`;
      const { data } = await callJson<{ data: Message[] }>(url);
      for (const message of data) {
        const tag = message.items.find((item) => item.key === TAG_KEYWORD)?.value ?? '';
        shown.set(tag, (shown.get(tag) ?? 0) + 1);
      }
    }
  }
  return shown;
}

/** Events that tell the same in the same second are one to any receiver. */
async function readEvidence(input: {
  simulatorUrl: string;
  people: readonly Person[];
  record: LoadRecord;
}): Promise<Map<string, { reported: number; witnessed: number }>> {
  const evidence = new Map<string, { reported: number; witnessed: number }>();
  const at = (key: string) => {
    const known = evidence.get(key) ?? { reported: 0, witnessed: 0 };
    evidence.set(key, known);
    return known;
  };
  for (const tap of input.record.reported()) {
    const openid = input.people[tap.user]?.openids.get(tap.app.appId) ?? '';
    const { appId } = tap.app;
    for (const templateId of tap.templateIds)
      at(grantKey({ appId, openid, templateId })).reported += 1;
  }
  const { data } = await callJson<{ data: ShownEvent[] }>(
    `${input.simulatorUrl}/_sim/events?name=subscribe_msg_popup_event&limit=${String(EVENTS_KEPT)}`,
  );
  const heard = new Set<string>();
  for (const { appId, openid, createdAt, outcome, items } of data) {
    const templateIds = items.map((item) => item.TemplateId);
    const event = `${appId} ${openid} ${createdAt} ${templateIds.join()}`;
    if (outcome !== 'delivered' || heard.has(event)) continue;
    heard.add(event);
    for (const templateId of templateIds)
      at(grantKey({ appId, openid, templateId })).witnessed += 1;
  }
  return evidence;
}
