import type { CallUntilAnswered } from '../load/call-until-answered.ts';
import type { LoadRecord } from '../load/load-record.ts';
import type { PushCaller } from '../load/yuexin-caller.ts';
import { TAG_KEYWORD } from '../plan/chaos-apps.ts';
import type { PlannedPush } from '../plan/plan-load.ts';
import type { Person } from '../stack/seed-chaos-apps.ts';

/** The same business system, with the naive sender's one route. */
export function createNaiveCaller(deps: {
  apiUrl: string;
  people: readonly Person[];
  call: CallUntilAnswered;
  record: LoadRecord;
}): PushCaller {
  const { apiUrl, people, call, record } = deps;
  const ask = async (push: PlannedPush): Promise<void> => {
    const { appId } = push.app;
    const body = {
      appId,
      openid: people[push.user]?.openids.get(appId),
      templateId: push.templateId,
      data: { thing1: { value: '【广州】-->【上海】' }, [TAG_KEYWORD]: { value: push.tag } },
    };
    const headers = { 'idempotency-key': push.tag };
    const answer = await call({ url: `${apiUrl}/push`, headers, body });
    if (answer?.status !== 202) return;
    record.accept(push, { id: (answer.body as { id: string }).id, state: 'queued' });
  };
  return {
    async push(push) {
      await Promise.all(Array.from({ length: push.isAskedTwice ? 2 : 1 }, () => ask(push)));
    },
    async batch(pushes) {
      await Promise.all(pushes.map(ask));
    },
  };
}
