import type { Simulator } from './start-simulator.ts';

export type SimCall = {
  path: string;
  openid: string | null;
  errcode: number | null;
  isOverlapping: boolean;
  endedAt: string | null;
};
export type SimSend = { openid: string; templateId: string; msgid: string };
export type SimGrant = { openid: string; templateId: string; granted: number; spent: number };

const sendPath = '/cgi-bin/message/subscribe/send';
export const tokenPath = '/cgi-bin/stable_token';

/** Calls the simulator received for this app, newest first. */
export async function callsOf(
  simulator: Simulator,
  appId: string,
  path = sendPath,
): Promise<SimCall[]> {
  const query = new URLSearchParams({ appId, path, limit: '100000' });
  const { data } = await simulator.call<{ data: SimCall[] }>('GET', `/calls?${query.toString()}`);
  return data;
}

/** Grants and accepted sends of this app as WeChat knows them. */
export function ledgerOf(
  simulator: Simulator,
  appId: string,
): Promise<{ grants: SimGrant[]; sends: SimSend[] }> {
  return simulator.call('GET', `/ledger?appId=${appId}`);
}

/** Something goes wrong with the sends of this app, `times` times (1). */
export async function addFault(
  simulator: Simulator,
  appId: string,
  fault: { kind: string; value?: number; times?: number; isAfterCommit?: boolean; path?: string },
): Promise<void> {
  await simulator.call('POST', '/faults', { path: sendPath, times: 1, ...fault, appId });
}
