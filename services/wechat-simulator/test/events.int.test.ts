import { createDecipheriv, createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { type EventReceiver, startEventReceiver } from './event-receiver.ts';
import { appId, startReadySimulator, templateId, type TestSimulator } from './simulator-harness.ts';

const messageToken = 'AAAAA';
const encodingAesKey = 'A'.repeat(43);
const fast = { eventDelayMs: 0, eventRetryMs: 10 };

let receiver: EventReceiver;
let simulator: TestSimulator;
let user: { userId: string; openid: string };

beforeEach(async () => {
  receiver = await startEventReceiver();
  const settings = { eventUrl: receiver.url, messageToken, encodingAesKey, ...fast };
  ({ simulator, user } = await startReadySimulator(settings));
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

/** Verified with nothing of the simulator's. */
const sign = (...parts: string[]): string =>
  createHash('sha1')
    .update([messageToken, ...parts].sort().join(''))
    .digest('hex');

function decrypt(sealed: string): { message: string; appId: string } {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()]);
  const bare = padded.subarray(0, padded.length - padded[padded.length - 1]!);
  const end = 20 + bare.readUInt32BE(16);
  return { message: bare.subarray(20, end).toString(), appId: bare.subarray(end).toString() };
}

const firstEvent = async () => {
  await eventually(() => receiver.received.length > 0);
  return receiver.received[0]!;
};
const outcomes = async (): Promise<unknown[]> => {
  const { data } = (await simulator.control('GET', '/events')).json as { data: object[] };
  return data.map((event) => (event as { outcome: string }).outcome);
};
const settled = (count: number) =>
  eventually(async () => {
    const all = await outcomes();
    return all.length === count && !all.includes('waiting');
  });

describe('what is posted', () => {
  it('plain JSON: when the user accepts, then a signed popup event with a bare List', async () => {
    await simulator.allow(user.userId);
    const { query, contentType, body } = await firstEvent();
    expect(contentType).toBe('application/json');
    expect(query).toEqual({
      signature: sign(query.timestamp!, query.nonce!),
      timestamp: String(simulator.clock.now().getTime() / 1000),
      nonce: expect.stringMatching(/^\d+$/),
      openid: user.openid,
    });
    expect(JSON.parse(body)).toEqual({
      ToUserName: 'gh_0123456789abcdef',
      FromUserName: user.openid,
      CreateTime: simulator.clock.now().getTime() / 1000,
      MsgType: 'event',
      Event: 'subscribe_msg_popup_event',
      List: { TemplateId: templateId, SubscribeStatusString: 'accept', PopupScene: '0' },
    });
  });

  it('sent: when a send is accepted, then an event with the same msgid as text', async () => {
    await simulator.allow(user.userId, { silent: true });
    const { text } = await simulator.send(user.openid);
    const { body } = await firstEvent();
    const msgid = /"msgid":(\d+)/.exec(text)?.[1];
    expect(JSON.parse(body)).toMatchObject({
      Event: 'subscribe_msg_sent_event',
      List: { TemplateId: templateId, MsgID: msgid, ErrorCode: '0', ErrorStatus: 'success' },
    });
  });

  it('change: when the user rejects in the settings, then a reject; accepting there is silent', async () => {
    await simulator.control('POST', `/users/${user.userId}/settings/accept`, { templateId });
    await simulator.control('POST', `/users/${user.userId}/settings/reject`, { templateId });
    expect(JSON.parse((await firstEvent()).body)).toMatchObject({
      Event: 'subscribe_msg_change_event',
      List: { TemplateId: templateId, SubscribeStatusString: 'reject' },
    });
    await settled(1);
  });

  it('XML: when the app is set so, then text/xml with the event’s wrapper', async () => {
    await simulator.setUpApp({ eventFormat: 'xml' });
    await simulator.allow(user.userId);
    const { contentType, body } = await firstEvent();
    expect(contentType).toBe('text/xml');
    expect(body).toMatch(/^<xml><ToUserName>.*<SubscribeMsgPopupEvent><List>.*<\/List>/);
  });

  it.each(['json', 'xml'])(
    'safe mode, %s: when it is set, then only ciphertext, signed',
    async (eventFormat) => {
      await simulator.setUpApp({ eventMode: 'safe', eventFormat });
      await simulator.allow(user.userId);
      const { query, body } = await firstEvent();
      const sealed =
        eventFormat === 'json'
          ? (JSON.parse(body) as { Encrypt: string }).Encrypt
          : /<Encrypt><!\[CDATA\[(.*?)]]><\/Encrypt>/.exec(body)![1]!;
      expect(body).not.toContain(templateId);
      expect(query).toMatchObject({
        openid: user.openid,
        encrypt_type: 'aes',
        msg_signature: sign(query.timestamp!, query.nonce!, sealed),
      });
      const opened = decrypt(sealed);
      expect(opened.appId).toBe(appId);
      expect(opened.message).toContain(templateId);
      expect(opened.message.startsWith(eventFormat === 'json' ? '{' : '<xml>')).toBe(true);
    },
  );

  it('compatible mode: when it is set, then plaintext and ciphertext say the same', async () => {
    await simulator.setUpApp({ eventMode: 'compatible' });
    await simulator.allow(user.userId);
    const { Encrypt, ...plain } = JSON.parse((await firstEvent()).body) as { Encrypt: string };
    expect(JSON.parse(decrypt(Encrypt).message)).toEqual(plain);
  });

  it('silent: when an accept was kept, then no popup event is sent', async () => {
    await simulator.allow(user.userId, { silent: true });
    await simulator.allow(user.userId);
    await settled(1);
    expect(receiver.received).toHaveLength(1);
  });
});

describe('how it is posted', () => {
  it('when it is refused twice, then the third try delivers it', async () => {
    receiver.answerWith(() =>
      receiver.received.length < 3 ? { status: 500, body: '' } : { status: 200, body: 'success' },
    );
    await simulator.allow(user.userId);
    await settled(1);
    expect([receiver.received.length, await outcomes()]).toEqual([3, ['delivered']]);
  });

  it('when nobody answers in time, then three tries and it is lost', async () => {
    await simulator.setUpApp({ eventTimeoutMs: 30 });
    receiver.answerWith(() => 'silence');
    await simulator.allow(user.userId);
    await settled(1);
    expect([receiver.received.length, await outcomes()]).toEqual([3, ['lost']]);
  });

  it('when the URL is public, then nothing leaves the machine', async () => {
    await simulator.setUpApp({ eventUrl: 'http://203.0.113.5/events' });
    await simulator.allow(user.userId);
    await settled(1);
    const { data } = (await simulator.control('GET', '/events')).json;
    expect(data).toMatchObject([
      { tries: [{ error: expect.stringContaining('not on this machine') }, {}, {}] },
    ]);
  });
});

describe('faults of events', () => {
  const sendOnce = async () => {
    await simulator.allow(user.userId, { silent: true });
    return simulator.send(user.openid);
  };

  it('drop-event: when it is set, then nothing arrives', async () => {
    await simulator.fault({ kind: 'drop-event', times: 1 });
    await sendOnce();
    await sendOnce();
    await settled(2);
    expect([receiver.received.length, await outcomes()]).toEqual([1, ['delivered', 'dropped']]);
  });

  it('duplicate-event: when it is set, then the same event arrives twice', async () => {
    await simulator.fault({ kind: 'duplicate-event' });
    await sendOnce();
    await settled(2);
    const [first, second] = receiver.received.map(({ body }) => body);
    expect(receiver.received).toHaveLength(2);
    expect(first).toBe(second);
  });

  it('late-event: when it is set, then a later event overtakes it', async () => {
    await simulator.fault({ kind: 'late-event', value: 150, times: 1 });
    const late = /"msgid":(\d+)/.exec((await sendOnce()).text)![1]!;
    const prompt = /"msgid":(\d+)/.exec((await sendOnce()).text)![1]!;
    await settled(2);
    expect(receiver.received[0]!.body).toContain(prompt);
    expect(receiver.received[1]!.body).toContain(late);
  });

  it('failed-delivery: when it is set, then errcode 0, a failed event, and nothing on the phone', async () => {
    await simulator.fault({ kind: 'failed-delivery', value: 7 });
    expect((await sendOnce()).json.errcode).toBe(0);
    expect(JSON.parse((await firstEvent()).body)).toMatchObject({
      List: { ErrorCode: '7', ErrorStatus: 'failed' },
    });
    const { json } = await simulator.control('GET', `/messages?openid=${user.openid}`);
    expect(json.data).toEqual([]);
  });
});

describe('the URL check', () => {
  it('when the echo comes back, then it is accepted; a wrong one is not', async () => {
    receiver.answerWith(({ query }) => ({ status: 200, body: query.echostr ?? '' }));
    const check = () => simulator.control('POST', `/apps/${appId}/check-url`);
    expect((await check()).json).toEqual({ isAccepted: true, status: 200 });
    const { method, query } = await firstEvent();
    expect([method, query.signature]).toEqual(['GET', sign(query.timestamp!, query.nonce!)]);
    receiver.answerWith(() => ({ status: 200, body: 'hello' }));
    expect((await check()).json).toEqual({ isAccepted: false, status: 200 });
  });
});
