import type { ApiBed } from './api-bed.ts';
import type { AuditedAction } from './audited-action.ts';

type Deps = {
  api: ApiBed;
  newFreight: () => Promise<{ appId: string; templateId: string; openid: string }>;
};

/** What is done to an audience, by operation. */
export function audienceActions({ api, newFreight }: Deps): Record<string, AuditedAction> {
  const message = async () => {
    const { appId, templateId, openid } = await newFreight();
    const data = { thing1: '{{from}}', thing2: '钢材' };
    return { openid, body: { appId, templateId, data, recipients: 'upload' } };
  };
  const toAudience = (id: string, verb: string) => `/v1/audiences/${id}/${verb}`;
  const asCsv = { 'content-type': 'text/csv' };

  async function newAudience(...verbs: string[]): Promise<string> {
    const { openid, body } = await message();
    const id = String((await api.call('POST', '/v1/audiences', { body })).body.id);
    const file = Buffer.from(`openid,from\n${openid},广州\n`);
    await api.call('PUT', toAudience(id, 'recipients'), { body: file, headers: asCsv });
    for (const verb of verbs) await api.call('POST', toAudience(id, verb));
    return id;
  }
  const steerAudience = async (
    verb: string,
    ...before: string[]
  ): ReturnType<AuditedAction['call']> => ({
    ...{ path: toAudience(await newAudience(...before), verb), body: { reason: 'why' } },
  });

  return {
    createAudience: {
      action: 'audience.create',
      call: async () => ({ path: '/v1/audiences', body: (await message()).body }),
      told: { before: null, after: { state: 'open' } },
    },
    uploadRecipients: {
      action: 'audience.upload',
      call: async () => {
        const { openid, body } = await message();
        const id = String((await api.call('POST', '/v1/audiences', { body })).body.id);
        const file = Buffer.from(`openid,from\n${openid},广州\nwho?,广州\n`);
        return { path: toAudience(id, 'recipients'), body: file, headers: asCsv };
      },
      told: { after: { state: 'ready', recipients: 1, problems: 1 } },
    },
    startAudience: {
      action: 'audience.start',
      call: () => steerAudience('start'),
      told: { before: { state: 'ready' }, after: { state: 'running' }, reason: 'why' },
    },
    pauseAudience: {
      action: 'audience.pause',
      call: () => steerAudience('pause', 'start'),
      told: { before: { state: 'running' }, after: { state: 'paused' }, reason: 'why' },
    },
    resumeAudience: {
      action: 'audience.resume',
      call: () => steerAudience('resume', 'start', 'pause'),
      told: { before: { state: 'paused' }, after: { state: 'running' }, reason: 'why' },
    },
    cancelAudience: {
      action: 'audience.cancel',
      call: () => steerAudience('cancel'),
      told: { before: { state: 'ready' }, after: { state: 'cancelled' }, reason: 'why' },
    },
  };
}
