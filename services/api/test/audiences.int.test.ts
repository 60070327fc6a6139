import { describe, expect, jest, test } from '@jest/globals';
import { createTemplate } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';
import { quietNow } from './support/quiet-now.ts';

jest.setTimeout(60_000);

type Audience = Json & {
  id: string;
  state: string;
  bizId: string;
  recipients: number;
  progress: Record<string, number>;
};

const bed = await createApiBed();
const { storage } = bed;

const messageOf = (freight: Freight, over: Json = {}): Json => ({
  ...freight.push({ to: undefined }),
  data: { thing1: '{{from}}-->{{to}}', thing2: { value: '钢材' } },
  recipients: 'upload',
  ...over,
});
const create = (body: Json, headers: Record<string, string> = {}) =>
  bed.call<Audience>('POST', '/v1/audiences', { body, headers });
const steer = (id: string, verb: string, body?: Json) =>
  bed.call<Audience>('POST', `/v1/audiences/${id}/${verb}`, body === undefined ? {} : { body });
const bring = (id: string, file: string) =>
  bed.call<Audience>('PUT', `/v1/audiences/${id}/recipients`, {
    body: Buffer.from(file),
    headers: { 'content-type': 'text/csv' },
  });

/** An audience of one driver who holds a grant, ready to be started. */
async function makeReady(file?: string): Promise<{ freight: Freight; id: string }> {
  const freight = await setUpFreight(storage, { grants: 1 });
  const { id } = (await create(messageOf(freight))).body;
  await bring(id, file ?? `openid,from,to\n${freight.openid},广州,上海\n`);
  return { freight, id };
}

describe('POST /v1/audiences', () => {
  test('when all is right, then it is made with its defaults, nothing is sent, and who made it is in the audit', async () => {
    const freight = await setUpFreight(storage);
    const made = await create(messageOf(freight, { name: 'Spring' }));
    expect([made.status, made.headers.get('location')]).toEqual([
      201,
      `/v1/audiences/${made.body.id}`,
    ]);
    expect(made.body).toMatchObject({
      ...{ state: 'open', source: 'upload', ratePerSecond: 100, recipients: 0, name: 'Spring' },
      bizId: made.body.id,
      message: {
        priority: 'low',
        onNoGrant: 'park',
        data: { thing1: { value: '{{from}}-->{{to}}' } },
      },
    });
    const audit = await bed.call('GET', `/v1/audit?target=audience:${made.body.id}`);
    expect(audit.body).toMatchObject({ data: [{ action: 'audience.create' }] });
  });

  test('when much is wrong, then all of it is told as of a push, but for what each recipient brings', async () => {
    const freight = await setUpFreight(storage);
    const wrong = await create(
      messageOf(freight, {
        data: { thing1: '{{from}} and far more than any thing may hold', thing2: '' },
        ...{ to: { openid: 'o1' }, priority: 'urgent', ratePerSecond: 0, recipients: 'all' },
        ...{ ttlSeconds: 0, fallback: [] },
      }),
    );
    expect(wrong.status).toBe(400);
    expect(problemsOf(wrong)).toEqual([
      '/data/thing2 empty',
      '/fallback min-length',
      '/priority one-of',
      '/ratePerSecond min',
      '/recipients one-of',
      '/to unknown-key',
      '/ttlSeconds min',
    ]);
    const places = await create(messageOf(freight, { recipients: { grantHolders: {} } }));
    expect(problemsOf(places)).toEqual(['/data no-variables']);
  });

  test('when the same key comes twice, also at once, then it is one audience; with another body it is refused', async () => {
    const freight = await setUpFreight(storage);
    const headers = { 'idempotency-key': `"audience-${freight.appId}"` };
    const body = messageOf(freight);
    const both = await Promise.all([create(body, headers), create(body, headers)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const again = await create(body, headers);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body.id).toBe(both.find(({ status }) => status === 201)!.body.id);
    expect((await create({ ...body, name: 'Other' }, headers)).status).toBe(422);
  });

  test('without a key, its scope, or its app, then it is refused', async () => {
    const freight = await setUpFreight(storage);
    const reader = await bed.createKey({ scopes: ['push:read'] });
    const { appId: otherAppId } = await setUpFreight(storage);
    const scopes = ['push:write', 'push:read'];
    const elsewhere = await bed.createKey({ scopes, appIds: [otherAppId] });
    const body = messageOf(freight);
    const { id } = (await create(body)).body;
    const answers = await Promise.all([
      bed.call('POST', '/v1/audiences', { body, key: null }),
      bed.call('POST', '/v1/audiences', { body, key: reader }),
      bed.call('POST', '/v1/audiences', { body, key: elsewhere }),
      bed.call('GET', `/v1/audiences/${id}`, { key: elsewhere }),
      bed.call('POST', `/v1/audiences/${id}/start`, { key: elsewhere }),
      bed.call('GET', '/v1/audiences/aud_nonsense'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 400, 404, 404, 404]);
  });
});

describe('Braces in a message', () => {
  test('when they are no place for a variable, then nobody is sent them: each text is named', async () => {
    const freight = await setUpFreight(storage);
    const data = { thing1: '{{first name}}', thing2: { value: '{{to}' } };
    const wrong = await create(messageOf(freight, { data, page: 'pages/a?id={{1}}' }));
    expect([wrong.status, problemsOf(wrong)]).toEqual([
      400,
      ['/data/thing1 placeholder', '/data/thing2/value placeholder', '/page placeholder'],
    ]);
  });

  test('when a column has a Chinese name, then its values stand in the message', async () => {
    const freight = await setUpFreight(storage);
    const data = { thing1: '{{出发地}}-->上海', thing2: '钢材' };
    const { id } = (await create(messageOf(freight, { data }))).body;
    const lacking = await bring(id, `openid,城市\n${freight.openid},广州\n`);
    expect([lacking.status, lacking.text]).toEqual([400, expect.stringContaining('出发地')]);
    const whole = await bring(id, `openid,出发地\n${freight.openid},广州\n`);
    expect(whole.body).toMatchObject({ state: 'ready', recipients: 1, problems: 0 });
  });
});

describe('An audience that is ready', () => {
  test('when it is previewed, then nothing changes, and what would keep it waiting is told', async () => {
    const { freight, id } = await makeReady();
    await bed.call('POST', `/v1/apps/${freight.appId}/pause`, { body: { reason: 'a test' } });
    expect((await steer(id, 'preview')).body).toEqual({
      ...{ recipients: 1, wouldSend: 1, wouldPark: 0, wouldWaitForLogin: 0, wouldRefuse: 0 },
      ...{ wouldBeHeld: 0, wouldBeDropped: 0 },
      ...{ grantsSpent: 1, problems: 0, duplicates: 0, waitsFor: ['app-paused'] },
      ...{ secondsAtLeast: 1, isCapped: false },
    });
    expect((await bed.call('GET', `/v1/audiences/${id}`)).body).toMatchObject({ state: 'ready' });
  });

  test('when rules would hold or drop it, then the preview says so; what is urgent would be sent', async () => {
    const { freight, id } = await makeReady();
    const { appId, openid } = freight;
    const quiet = (then: string) =>
      bed.call('PUT', `/v1/apps/${appId}/sending-rules`, {
        body: { quietHours: quietNow({ then }) },
      });
    const preview = async (of = id) => {
      const { body } = await steer(of, 'preview');
      return [body.wouldSend, body.wouldBeHeld, body.wouldBeDropped, body.grantsSpent];
    };
    await quiet('hold');
    expect(await preview()).toEqual([0, 1, 0, 1]);
    const short = (await create(messageOf(freight, { ttlSeconds: 60 }))).body.id;
    const urgent = (await create(messageOf(freight, { isUrgent: true }))).body.id;
    for (const one of [short, urgent]) await bring(one, `openid,from,to\n${openid},广州,上海\n`);
    expect(await preview(short)).toEqual([0, 0, 1, 0]);
    expect(await preview(urgent)).toEqual([1, 0, 0, 1]);
    await quiet('drop');
    expect(await preview()).toEqual([0, 0, 1, 0]);
  });

  test('when it is to be sent later, then the preview is of that time: its rules, its pauses, what is kept until then', async () => {
    const { freight } = await makeReady();
    const { appId, openid, templateId } = freight;
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const preview = async (over: Json) => {
      const { id } = (await create(messageOf(freight, over))).body;
      await bring(id, `openid,from,to\n${openid},广州,上海\n`);
      const { body } = await steer(id, 'preview');
      return [body.wouldSend, body.wouldBeHeld, body.wouldPark, body.waitsFor];
    };
    const pause = { reason: 'a test', until: inHours(1) };
    await bed.call('POST', `/v1/apps/${appId}/pause`, { body: pause });
    const rules = { quietHours: quietNow(), keepForPurposeSeconds: 5_400 };
    await bed.call('PUT', `/v1/apps/${appId}/sending-rules`, { body: rules });
    expect(await preview({})).toEqual([0, 1, 0, ['app-paused']]);
    // The night ends in two hours.
    expect(await preview({ sendAt: inHours(0.5) })).toEqual([0, 1, 0, ['app-paused']]);
    expect(await preview({ sendAt: inHours(1.5) })).toEqual([0, 1, 0, []]);
    expect(await preview({ sendAt: inHours(3) })).toEqual([1, 0, 0, []]);

    await bed.testDatabase.run(`update grants set state = 'void' where app_id = '${appId}'`);
    const grant = { openid, templateId, count: 1, grantedAt: null, purpose: 'order-42' };
    await storage.hotPath.importGrants({ appId, grants: [grant] });
    expect(await preview({ sendAt: inHours(1.2) })).toEqual([0, 0, 1, []]);
    expect(await preview({ sendAt: inHours(3) })).toEqual([1, 0, 0, []]);
    expect(await preview({ sendAt: inHours(3), purpose: 'order-43' })).toEqual([1, 0, 0, []]);
  });

  test('when its time is over, then the preview says that nobody gets it', async () => {
    const { freight } = await makeReady();
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    const { id } = (await create(messageOf(freight, { expiresAt }))).body;
    await bring(id, `openid,from,to\n${freight.openid},广州,上海\n`);
    const key = id.slice('aud_'.length);
    await bed.testDatabase.run(`update audiences set expires_at = now() where id = '${key}'`);
    expect((await steer(id, 'preview')).body).toMatchObject({ wouldSend: 0, wouldRefuse: 1 });
  });

  test('when a grant is kept for its purpose, then it would be sent with that; of another purpose, it would wait', async () => {
    const freight = await setUpFreight(storage);
    const { appId, openid, templateId } = freight;
    const body = { keepForPurposeSeconds: 3_600 };
    await bed.call('PUT', `/v1/apps/${appId}/sending-rules`, { body });
    const grant = { openid, templateId, count: 1, grantedAt: null, purpose: 'order-42' };
    await storage.hotPath.importGrants({ appId, grants: [grant] });
    const foreseen: unknown[] = [];
    for (const purpose of ['order-42', 'order-43']) {
      const { id } = (await create(messageOf(freight, { purpose }))).body;
      await bring(id, `openid,from,to\n${openid},广州,上海\n`);
      const { wouldSend, wouldPark, grantsSpent } = (await steer(id, 'preview')).body;
      foreseen.push([wouldSend, wouldPark, grantsSpent]);
    }
    expect(foreseen).toEqual([
      [1, 0, 1],
      [0, 1, 0],
    ]);
  });

  test('when any of its templates has a grant, then it would be sent with that', async () => {
    const freight = await setUpFreight(storage);
    const { appId, openid, templateId } = freight;
    const news = await createTemplate({ storage, appId, title: '订单动态' });
    await storage.hotPath.importGrants({
      ...{ appId, grants: [{ openid, templateId: news.templateId, count: 1, grantedAt: null }] },
    });
    const fallback = [{ templateId: news.templateId, data: freight.push().data }];
    const { id } = (await create(messageOf(freight, { templateId, fallback }))).body;
    await bring(id, `openid,from,to\n${openid},广州,上海\n`);
    expect((await steer(id, 'preview')).body).toMatchObject({ wouldSend: 1, grantsSpent: 1 });
  });

  test('when lines have problems, then it starts only when they are to be left out; twice is once', async () => {
    const { freight, id } = await makeReady('openid,from,to\nwho?,广州,上海\n');
    await bring(id, `openid,from,to\n${freight.openid},广州,上海\nwho?,广州,上海\n`);
    const refused = await steer(id, 'start');
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('1 lines')]);
    const started = await steer(id, 'start', { leaveOutProblems: true, reason: 'as agreed' });
    expect(started.body).toMatchObject({ state: 'running', progress: { waiting: 1 } });
    expect((await steer(id, 'start')).status).toBe(200);
    const late = await bring(id, `openid,from,to\n${freight.openid},广州,上海\n`);
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('running')]);
    const audit = await bed.call<{ data: Json[] }>('GET', `/v1/audit?target=audience:${id}`);
    expect(audit.body.data.map(({ action }) => action)).toEqual([
      ...['audience.start', 'audience.upload', 'audience.upload', 'audience.create'],
    ]);
  });

  test('when nobody of it can be sent to, or it was ended, then it does not start', async () => {
    const { id } = await makeReady('openid,from,to\nwho?,广州,上海\n');
    const nobody = await steer(id, 'start', { leaveOutProblems: true });
    expect([nobody.status, nobody.text]).toEqual([409, expect.stringContaining('nobody')]);
    expect((await steer(id, 'cancel')).body).toMatchObject({ state: 'cancelled' });
    expect((await steer(id, 'start', { leaveOutProblems: true })).status).toBe(409);
    expect((await steer(id, 'cancel')).status).toBe(409);
  });

  test('when it is to start by itself, then it does once its recipients are whole, unless lines have problems', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const body = messageOf(freight, { startsByItself: true });
    const good = (await create(body)).body.id;
    const line = `${freight.openid},广州,上海`;
    expect((await bring(good, `openid,from,to\n${line}\n`)).body.state).toBe('running');
    const bad = (await create(body)).body.id;
    expect((await bring(bad, `openid,from,to\n${line}\n?,a,b\n`)).body.state).toBe('ready');
  });

  test('when it is paused and resumed, then it runs; when cancelled, then it tells what was accepted', async () => {
    const { id } = await makeReady();
    expect((await steer(id, 'pause')).status).toBe(409);
    await steer(id, 'start');
    expect((await steer(id, 'pause', { reason: 'lunch' })).body.state).toBe('paused');
    expect((await steer(id, 'resume')).body.state).toBe('running');
    expect((await steer(id, 'cancel')).body).toMatchObject({
      ...{ state: 'cancelled', progress: { accepted: 0, waiting: 1 } },
    });
  });

  test('its lines are listed in pages and as a file for spreadsheets', async () => {
    const bad = Array.from({ length: 60 }, (_, at) => `=who${at},a,b`).join('\n');
    const { freight, id } = await makeReady(`openid,from,to\n${bad}\n`);
    await bring(id, `openid,from,to\n${bad}\n${freight.openid},a,b\n`);
    const path = `/v1/audiences/${id}/recipients`;
    const lines: number[] = [];
    let cursor = '';
    do {
      const page = await bed.call<{ data: { line: number }[]; nextCursor: string | null }>(
        'GET',
        `${path}?state=left-out&limit=25${cursor}`,
      );
      lines.push(...page.body.data.map(({ line }) => line));
      cursor = page.body.nextCursor === null ? '' : `&cursor=${page.body.nextCursor}`;
    } while (cursor !== '');
    expect(lines).toEqual(Array.from({ length: 60 }, (_, at) => at + 2));
    const file = await bed.call('GET', `${path}/export`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    const rows = file.text.split('\r\n');
    expect(rows).toHaveLength(63);
    expect(rows[1]).toMatch(/^2,invalid,,,,,,,"\/openid must be/);
    expect(rows[61]).toBe(`62,waiting,${freight.openid},,,,,,`);
    const report = await bed.call('GET', `/v1/audiences/${id}/report`);
    expect(report.body).toMatchObject({
      ...{ pushes: [], leftOut: [{ state: 'invalid', rule: 'format', count: 60 }] },
    });
  });
});
