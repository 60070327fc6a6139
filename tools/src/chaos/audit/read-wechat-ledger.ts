import { callJson } from '../../local-stack/call-json.ts';
import { longTermTemplateId, TAG_KEYWORD } from '../plan/chaos-apps.ts';
import { grantKey, type CellFact, type SendFact } from './audit-facts.ts';

type Key = { appId: string; openid: string; templateId: string };
type ShownSend = Key & { at: string; data: Record<string, { value: string }> };
type ShownCell = Key & { granted: number; spent: number; available: number };

/** Grants and accepted sends as WeChat's stand-in knows them. */
export async function readWechatLedger(
  simulatorUrl: string,
): Promise<{ sends: SendFact[]; cells: CellFact[] }> {
  const ledger = await callJson<{ sends: ShownSend[]; grants: ShownCell[]; sendsDropped: number }>(
    `${simulatorUrl}/_sim/ledger`,
  );
  if (ledger.sendsDropped > 0)
    throw new Error('The simulator forgot sends: too many for an audit.');
  return {
    sends: ledger.sends.map((send) => ({
      tag: send.data[TAG_KEYWORD]?.value ?? '',
      key: grantKey(send),
      at: Date.parse(send.at),
    })),
    cells: ledger.grants.map((cell) => ({
      key: grantKey(cell),
      granted: cell.granted,
      spent: cell.spent,
      available: cell.available,
      isStanding: cell.templateId === longTermTemplateId,
    })),
  };
}
