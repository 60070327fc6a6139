import { request } from 'node:http';
import { describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { bootstrapCaller } from '../src/http/authenticate.ts';
import { createUploadRecipients } from '../src/use-cases/audiences/upload-recipients.ts';
import { createPerformAction } from '../src/use-cases/operators/perform-action.ts';
import { adminKey, createApiBed, problemsOf, type Answer } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';

jest.setTimeout(60_000);

type Audience = {
  id: string;
  state: string;
  recipients: number;
  problems: number;
  duplicates: number;
  bizId: string;
  progress: Record<string, number>;
};
type Recipient = {
  line: number;
  state: string;
  openid: string | null;
  duplicateOfLine: number | null;
  problems: { pointer: string; rule: string }[];
};

const csv = 'text/csv';
const ndjson = 'application/x-ndjson';
const bed = await createApiBed();

const messageOf = ({ appId, templateId }: Freight, over: Record<string, unknown> = {}) => ({
  ...{ appId, templateId, recipients: 'upload', page: 'pages/goods?id={{id}}' },
  data: { thing1: { value: '{{from}}-->{{to}}' }, thing2: '钢材' },
  ...over,
});

async function make(freight: Freight, over: Record<string, unknown> = {}): Promise<string> {
  const body = messageOf(freight, over);
  const made = await bed.call<Audience>('POST', '/v1/audiences', { body });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.id;
}

function bring(id: string, file: string | Buffer, type = 'text/csv'): Promise<Answer<Audience>> {
  const headers = { 'content-type': type };
  const body = Buffer.from(file as string);
  return bed.call<Audience>('PUT', `/v1/audiences/${id}/recipients`, { body, headers });
}

const read = async (id: string): Promise<Audience> =>
  (await bed.call<Audience>('GET', `/v1/audiences/${id}`)).body;
const leftOut = async (id: string): Promise<Recipient[]> => {
  const path = `/v1/audiences/${id}/recipients?state=left-out&limit=200`;
  return (await bed.call<{ data: Recipient[] }>('GET', path)).body.data;
};
const told = ({ line, problems }: Recipient): string =>
  `${line} ${problems.map(({ pointer, rule }) => `${pointer} ${rule}`).join(', ')}`;

describe('The recipients of an audience', () => {
  test('when a CSV has a BOM, CRLF, quotes, emoji and lines that are wrong, then each line has its own answer', async () => {
    const freight = await setUpFreight(bed.storage, { grants: 1, phone: '+8613712345678' });
    const other = await setUpFreight(bed.storage);
    const { appId } = freight;
    await bed.storage.users.importUsers(appId, [
      { openid: 'o-second', phone: null, unionid: 'u-second' },
    ]);
    const id = await make(freight);
    const lines = [
      '\uFEFFopenid,phone,unionid,from,to,id,note',
      `${freight.openid},,,"广州, ""东""",上海🚚,1,kept`,
      ',13712345678,,广州,上海,2,the same driver by phone',
      ',,u-second,广州,上海,3,',
      'o-second,,,广州,,4,no destination',
      'o-third,,,广州,上海,5,never seen',
      `${other.openid},,,广州,上海,6,of another app`,
      'o-second,,,广州,上海,7,twice',
      ',,u-second,"广\n州",上海,8,a line break in a value',
      `o-second,,,${'广'.repeat(30)},上海,9,too long`,
      ',12,,广州,,10,no phone and no destination',
      '',
      `o-second,,,"open,上海,11,`,
    ];
    const answer = await bring(id, lines.join('\r\n'));
    expect([answer.status, answer.body.state]).toEqual([200, 'ready']);
    expect(answer.body).toMatchObject({ recipients: 2, problems: 7, duplicates: 2 });
    const rows = await leftOut(id);
    expect(rows.map(told)).toEqual([
      '3 ',
      '5 /variables/to required',
      '6 /openid known-recipient',
      '7 /openid other-app',
      '8 ',
      '9 /data/thing1/value characters',
      '11 /data/thing1/value max-length',
      '12 /phone phone, /variables/to required',
      '14  open-quote',
    ]);
    expect(rows.map(({ duplicateOfLine }) => duplicateOfLine)).toEqual([
      ...[2, null, null, null, 4, null, null, null, null],
    ]);
    // Nothing of whom a wrong line meant is kept, nor a phone anywhere in the open.
    const [kept] = await bed.testDatabase.read<{ text: string }>(
      `select string_agg(r::text, ' ') as text from audience_recipients r where line <> 2`,
    );
    expect(kept!.text).not.toMatch(/1371234|o-third/);
  });

  test('when nobody is known yet and they may wait, then phones and openids are taken as they are', async () => {
    const freight = await setUpFreight(bed.storage);
    const id = await make(freight, { onUnknownRecipient: 'park' });
    const line = { variables: { from: '广州', to: '上海', id: 7 } };
    const given = [{ phone: '13900000001' }, { openid: 'o-new' }, { phone: '+86 139 0000 0001' }];
    const file = given.map((who) => JSON.stringify({ ...who, ...line })).join('\n');
    expect((await bring(id, file, 'application/x-ndjson; charset=utf-8')).body).toMatchObject({
      ...{ state: 'ready', recipients: 2, problems: 0, duplicates: 1 },
    });
    const preview = await bed.call('POST', `/v1/audiences/${id}/preview`);
    expect(preview.body).toMatchObject({ wouldSend: 0, wouldPark: 1, wouldWaitForLogin: 1 });
    expect(await bed.storage.users.resolve([{ appId: freight.appId, openid: 'o-new' }])).toEqual([
      { user: null, isElsewhere: false },
    ]);
  });

  test.each<[string, string | Buffer, string[], string]>([
    [
      'has no header',
      'o1,广州\no2,北京\n',
      ['/1 header', '/1 header', '/1 header', '/1 header'],
      csv,
    ],
    ['has semicolons for commas', 'openid;from;to;id\no1;广州;上海;1\n', ['/1 separator'], csv],
    ['is in UTF-16', Buffer.from('\uFEFFopenid', 'utf16le'), ['/1 encoding'], csv],
    [
      'has quotes that do not pair up',
      `openid,from,to,id\n${'o1","2\n'.repeat(1_200)}`,
      ['/1002 open-quotes'],
      csv,
    ],
    ['is empty', '', [' empty'], csv],
    ['is a header alone', 'openid,from,to,id\n', [' empty'], csv],
    ['has blank lines alone', '\n \n\n', [' empty'], ndjson],
  ])('when the file %s, then it is refused whole', async (_what, file, problems, type) => {
    const id = await make(await setUpFreight(bed.storage));
    const answer = await bring(id, file, type);
    expect(answer.status).toBe(400);
    expect(problemsOf(answer as never)).toEqual(problems);
    expect(await read(id)).toMatchObject({ state: 'open', recipients: 0 });
  });

  test('when lines are in another encoding, then their numbers are told', async () => {
    const freight = await setUpFreight(bed.storage);
    const id = await make(freight);
    const gbk = Buffer.from([0xb9, 0xe3, 0xd6, 0xdd]);
    const file = Buffer.concat([
      Buffer.from('openid,from,to,id\no1,'),
      gbk,
      Buffer.from(`,x,1\n${freight.openid},广州,上海,2\n`),
    ]);
    expect((await bring(id, file)).body).toMatchObject({ recipients: 1, problems: 1 });
    expect((await leftOut(id)).map(told)).toEqual(['2  encoding']);
  });

  test('when a line never seems to end, then its number is told and those around it are read', async () => {
    const freight = await setUpFreight(bed.storage);
    const id = await make(freight);
    const endless = 'x'.repeat(3 * 1024 * 1024);
    const lines = [
      'openid,from,to,id',
      `${freight.openid},广州,上海,1`,
      `o-2,${endless}`,
      'o-3,a,b,3',
    ];
    expect((await bring(id, lines.join('\n'))).body).toMatchObject({ recipients: 1, problems: 2 });
    expect((await leftOut(id)).map(told)).toEqual(['3  too-long', '4 /openid known-recipient']);
  });

  test('when the content type is another, or the file is compressed, then 415', async () => {
    const id = await make(await setUpFreight(bed.storage));
    for (const headers of [
      { 'content-type': 'application/json' },
      { 'content-type': 'text/csv; charset=gbk' },
      { 'content-type': 'text/csv', 'content-encoding': 'gzip' },
    ]) {
      const path = `/v1/audiences/${id}/recipients`;
      const answer = await bed.call('PUT', path, { body: 'openid\n', headers });
      expect(answer.status).toBe(415);
    }
  });

  test('when there are more recipients than may be, then the file is refused at that line and nothing is kept', async () => {
    const freight = await setUpFreight(bed.storage);
    const id = await make(freight);
    const audience = (await bed.storage.audiences.find(id.slice(4)))!;
    const template = await bed.storage.templates.find(freight.appId, freight.templateId);
    const upload = createUploadRecipients({
      storage: bed.storage,
      catalog: { findTemplate: () => Promise.resolve(template) },
      performAction: createPerformAction(bed.storage),
      recipientsMax: 1_200,
    });
    let chunks = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      await Promise.resolve();
      yield Buffer.from('openid,from,to,id\n');
      for (; chunks < 1_000; chunks += 1)
        yield Buffer.from(`${freight.openid},a,b,1\n`.repeat(100));
    }
    const by = { caller: bootstrapCaller, requestId: 'r' };
    const refused = upload(by, audience, { type: csv, chunks: endless() });
    await expect(refused).rejects.toMatchObject({
      ...{ code: 'payload-too-large', problems: [{ rule: 'max-lines', limit: 1_200 }] },
    });
    expect(chunks).toBeLessThan(14);
    expect(await read(id)).toMatchObject({ state: 'open', recipients: 0 });
    const [row] = await bed.testDatabase.read<{ count: number }>(
      'select count(*)::integer as count from audience_recipients where audience_id = $1',
      [audience.id],
    );
    expect(row!.count).toBe(0);
  });

  test('when a file is of blank lines and goes on and on, then it is refused after ten for each recipient that may be', async () => {
    const id = await make(await setUpFreight(bed.storage));
    const answer = await bring(id, Buffer.alloc(1_000_001, '\n'), ndjson);
    expect([answer.status, problemsOf(answer as never)]).toEqual([413, [' max-lines']]);
    expect(await read(id)).toMatchObject({ state: 'open', recipients: 0 });
  });

  test('when a file says beforehand that it has a gigabyte, or goes on for ever, then 413 as soon as that is known', async () => {
    const id = await make(await setUpFreight(bed.storage));
    const announced = await sendEndlessly(id, { 'content-length': String(1024 ** 3) });
    expect([announced.status, announced.sentMiB < 8]).toEqual([413, true]);
    const endless = await sendEndlessly(id, { 'transfer-encoding': 'chunked' });
    expect([endless.status, endless.sentMiB < 128]).toEqual([413, true]);
    expect(await read(id)).toMatchObject({ state: 'open', recipients: 0 });
  });

  test('when the upload breaks off, then the audience has no recipients and cannot be started; the next one is whole', async () => {
    const freight = await setUpFreight(bed.storage);
    const id = await make(freight);
    const before = await bring(id, `openid,from,to,id\n${freight.openid},a,b,1\n`);
    expect(before.body).toMatchObject({ state: 'ready', recipients: 1 });
    await breakOff(id, `openid,from,to,id\n${`${freight.openid},a,b,1\n`.repeat(2_000)}`);
    await eventually(async () => (await read(id)).state === 'open', { timeoutMs: 30_000 });
    const start = await bed.call('POST', `/v1/audiences/${id}/start`);
    expect([start.status, start.text]).toEqual([409, expect.stringContaining('no recipients yet')]);
    const again = await bring(id, `openid,from,to,id\n${freight.openid},a,b,1\n`);
    expect(again.body).toMatchObject({ state: 'ready', recipients: 1, duplicates: 0 });
  });

  test('when two uploads run at once, then one is whole and the other is told so; they never mix', async () => {
    const freight = await setUpFreight(bed.storage);
    const id = await make(freight);
    const openids = Array.from({ length: 3_000 }, (_, at) => `o-${id.slice(-6)}-${at}`);
    for (let at = 0; at < openids.length; at += 1_000)
      await bed.storage.users.importUsers(
        freight.appId,
        openids.slice(at, at + 1_000).map((openid) => ({ openid, phone: null, unionid: null })),
      );
    const file = (of: string[]) =>
      `openid,from,to,id\n${of.map((openid) => `${openid},a,b,1`).join('\n')}`;
    const [one, two] = await Promise.all([
      bring(id, file(openids.slice(0, 2_000))),
      bring(id, file(openids.slice(1_000))),
    ]);
    const good = [one, two].filter(({ status }) => status === 200);
    expect([one.status, two.status].every((status) => status === 200 || status === 409)).toBe(true);
    expect(good.length).toBeGreaterThanOrEqual(1);
    expect(await read(id)).toMatchObject({ state: 'ready', recipients: 2_000, duplicates: 0 });
  });
});

/** Sends x without a line break until it is answered. */
function sendEndlessly(
  id: string,
  headers: Record<string, string>,
): Promise<{ status: number; sentMiB: number }> {
  return new Promise((resolve, reject) => {
    const chunk = Buffer.alloc(256 * 1024, 'x');
    let sent = 0;
    const sending = request(`${bed.url()}/v1/audiences/${id}/recipients`, {
      method: 'PUT',
      headers: {
        ...{ authorization: `Bearer ${adminKey}` },
        ...{ 'content-type': ndjson, ...headers },
      },
    });
    let isAnswered = false;
    sending.on('response', (response) => {
      isAnswered = true;
      response.resume();
      resolve({ status: response.statusCode ?? 0, sentMiB: sent / 1024 / 1024 });
      sending.destroy();
    });
    sending.on('error', (error) => {
      if (!isAnswered) reject(error);
    });
    const write = (): void => {
      while (!isAnswered && !sending.destroyed) {
        sent += chunk.length;
        if (!sending.write(chunk)) {
          sending.once('drain', write);
          return;
        }
      }
    };
    write();
  });
}

/** Sends a part of what it announced, and goes. */
async function breakOff(id: string, part: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const sending = request(`${bed.url()}/v1/audiences/${id}/recipients`, {
      method: 'PUT',
      headers: {
        ...{ authorization: `Bearer ${adminKey}` },
        ...{ 'content-type': 'text/csv', 'content-length': String(part.length * 2) },
      },
    });
    sending.on('error', () => resolve());
    sending.write(part, () => sending.destroy());
    sending.on('close', () => resolve());
  });
}
