import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { signWebhook } from './sign-webhook.ts';
import { verifyWebhook } from './verify-webhook.ts';
import { WebhookVerificationError, type WebhookFault } from './webhook-verification-error.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const newSecret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const otherSecret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const id = 'cbk_019b8c5e';
const at = new Date('2026-01-05T08:00:00Z');
const data = { id: 'psh_1', data: { thing1: { value: '【广州】-->【上海】' } } };
const body = JSON.stringify({ type: 'push.sent', timestamp: at.toISOString(), sequence: 3, data });

/** Headers as the reference library makes them. */
function headersOf(secrets: string | string[], more: { body?: string; at?: Date } = {}) {
  const signedAt = more.at ?? at;
  const signatures = [secrets]
    .flat()
    .map((one) => new Webhook(one).sign(id, signedAt, more.body ?? body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

describe('verifying a callback', () => {
  test('what standardwebhooks signs is verified, and its message returned with its id', async () => {
    const message = await verifyWebhook({ secret, headers: headersOf(secret), body, now: at });
    expect(message).toEqual({
      id,
      type: 'push.sent',
      timestamp: at.toISOString(),
      sequence: 3,
      data,
    });
  });

  test('what this client signs is verified by standardwebhooks', async () => {
    const headers = await signWebhook({ secret: [otherSecret, secret], id, body });
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'push.sent' });
  });

  test('bodies may be bytes, headers a Headers, or as Node has them in any case', async () => {
    const signed = headersOf(secret);
    const bytes = new TextEncoder().encode(body);
    const asNode = { 'Webhook-Id': [id], 'WEBHOOK-TIMESTAMP': signed['webhook-timestamp'] };
    const given = { secret, now: at };
    const node = { ...asNode, 'webhook-Signature': signed['webhook-signature'] };
    await verifyWebhook({ ...given, headers: new Headers(signed), body: bytes });
    await verifyWebhook({ ...given, headers: node, body: bytes.buffer });
  });

  test('during a rotation either secret of the receiver fits either signature', async () => {
    const both = headersOf([secret, newSecret]);
    const given = { body, now: at };
    await verifyWebhook({ ...given, secret: newSecret, headers: both });
    await verifyWebhook({ ...given, secret, headers: both });
    await verifyWebhook({ ...given, secret: [secret, newSecret], headers: headersOf(newSecret) });
  });

  test('signatures of versions that are not known are passed over', async () => {
    const headers = headersOf(secret);
    const signature = `v1a,AAAA v2,${'A'.repeat(44)} v1,*** ${headers['webhook-signature']}`;
    const given = { ...headers, 'webhook-signature': signature };
    await verifyWebhook({ secret, headers: given, body, now: at });
  });

  const fault = (expected: WebhookFault) => (error: unknown) => {
    expect(error).toBeInstanceOf(WebhookVerificationError);
    expect((error as WebhookVerificationError).fault).toBe(expected);
  };

  test.each([
    ['a changed body', { body: body.replace('钢材', '木材').replace('psh_1', 'psh_2') }],
    ['another secret', { secret: otherSecret }],
    ['another id', { headers: { ...headersOf(secret), 'webhook-id': 'cbk_2' } }],
    ['no v1 signature', { headers: { ...headersOf(secret), 'webhook-signature': 'v1a,AAAA' } }],
    [
      'a shortened signature',
      { headers: { ...headersOf(secret), 'webhook-signature': 'v1,AAAA' } },
    ],
  ])('%s is refused', async (_what, change) => {
    const given = { secret, headers: headersOf(secret), body, now: at, ...change };
    await verifyWebhook(given).then(() => fault('signature')(null), fault('signature'));
  });

  test.each([-301, 301])(
    'a callback %d s away is refused, however well signed',
    async (seconds) => {
      const headers = headersOf(secret);
      const now = new Date(at.getTime() + seconds * 1000);
      await verifyWebhook({ secret, headers, body, now }).then(
        () => fault('timestamp')(null),
        fault('timestamp'),
      );
      await verifyWebhook({ secret, headers, body, now, toleranceSeconds: 301 });
    },
  );

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'without %s it is refused',
    async (name) => {
      const headers = { ...headersOf(secret), [name]: undefined };
      await verifyWebhook({ secret, headers, body, now: at }).then(
        () => fault('headers')(null),
        fault('headers'),
      );
    },
  );

  test.each(['not json', '"text"', '{}', 'null'])(
    'a signed body %s is no callback',
    async (text) => {
      const headers = headersOf(secret, { body: text });
      await verifyWebhook({ secret, headers, body: text, now: at }).then(
        () => fault('body')(null),
        fault('body'),
      );
    },
  );

  test.each(['whsec_', 'whsec_***', ''])('%p is no secret, and is not told', async (bad) => {
    const headers = headersOf(secret);
    const failure = verifyWebhook({ secret: bad, headers, body, now: at });
    await expect(failure).rejects.toThrow(
      new TypeError('A webhook secret must be whsec_ and base64.'),
    );
  });
});
