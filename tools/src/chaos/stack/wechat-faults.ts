import { callJson } from '../../local-stack/call-json.ts';
import { mainApp, quotaApp } from '../plan/chaos-apps.ts';
import type { PlannedFault } from '../plan/plan-faults.ts';

const SEND = '/cgi-bin/message/subscribe/send';

/** What goes wrong with WeChat during the whole run (issue 3, 9). A hung answer has been carried out. */
const lastingFaults = [
  { path: SEND, kind: 'hang-after-commit', probability: 0.05 },
  { path: SEND, kind: 'reset', probability: 0.02 },
  { path: SEND, kind: 'errcode', value: 40001, probability: 0.02 },
  { path: SEND, kind: 'no-msgid', probability: 0.01 },
  { path: '*', kind: 'drop-event', probability: 0.04 },
  { path: '*', kind: 'duplicate-event', probability: 0.08 },
  { path: '*', kind: 'late-event', value: 1_500, probability: 0.08 },
  { path: '*', kind: 'late-event', value: 7_000, probability: 0.03 },
] as const;

export type WechatFaults = {
  beginLasting(): Promise<void>;
  begin(fault: PlannedFault): Promise<number>;
  end(id: number): Promise<void>;
  /** How often each went wrong, by kind and value; then clears all. */
  clear(): Promise<void>;
  /** Hits so far of all faults there were. */
  hits(): ReadonlyMap<string, number>;
};

type Shown = { id: number; kind: string; value?: number; hits: number };

const nameOf = (fault: { kind: string; value?: number | undefined }): string =>
  fault.value === undefined ? fault.kind : `${fault.kind} ${String(fault.value)}`;

/** WeChat is never asked to be up: the control port is the simulator's, which the run does not hurt. */
export function createWechatFaults(simulatorUrl: string): WechatFaults {
  const counted = new Map<string, number>();
  const url = `${simulatorUrl}/_sim/faults`;
  const add = async (fault: object): Promise<number> =>
    (await callJson<Shown>(url, { body: fault })).id;
  const count = async (ids: readonly number[] | null): Promise<void> => {
    const { data } = await callJson<{ data: Shown[] }>(url);
    for (const fault of data) {
      if (ids !== null && !ids.includes(fault.id)) continue;
      counted.set(nameOf(fault), (counted.get(nameOf(fault)) ?? 0) + fault.hits);
    }
  };
  return {
    async beginLasting() {
      for (const fault of lastingFaults) await add(fault);
    },
    begin: (fault) => add(burstOf(fault)),
    async end(id) {
      await count([id]);
      await callJson(`${url}/${String(id)}`, { method: 'DELETE' });
    },
    async clear() {
      await count(null);
      await callJson(url, { method: 'DELETE' });
    },
    hits: () => counted,
  };
}

function burstOf(fault: PlannedFault): object {
  const app = { appId: mainApp.appId };
  switch (fault.kind) {
    case 'wechat-quota':
      return { path: SEND, kind: 'errcode', value: 45011, appId: quotaApp.appId };
    case 'wechat-slow':
      return { path: SEND, kind: 'delay', value: 600, probability: 0.6, ...app };
    default:
      return { path: SEND, kind: 'errcode', value: -1, probability: 0.8, ...app };
  }
}
