import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { eventually, testMasterKey } from '@yuexin/testkit';
import { createSessionTokens } from '../src/http/session-tokens.ts';
import { adminKey, createApiBed, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { bytesOf, exchange, hangUpAfter, type RawRequest } from './support/raw-http.ts';
import { recordSpans } from './support/record-spans.ts';
import { plainQuery } from './support/sign-event.ts';

/** More than what comes to the doors with one key. */
const mostInMinute = 150;

const spans = recordSpans();
const api = await createApiBed({
  rateLimitPerMinute: mostInMinute,
  env: { TRUST_PROXY: '1' },
  tracing: spans.tracing,
});
const freight = await setUpFreight(api.storage);
const { appId, userId, templateId } = freight;
const clock = { now: () => new Date() };
const sessions = createSessionTokens({ masterKeys: [testMasterKey], clock });
const { sessionToken } = await sessions.issue({ appId, userId });

const withKey = { Authorization: `Bearer ${adminKey}` };
const json = { 'Content-Type': 'application/json' };

type Door = { name: string; target: string; headers: Record<string, string>; body: string };

/** A right request to each hot route. */
const doors: readonly Door[] = [
  {
    ...{ name: 'a push', target: '/v1/pushes', headers: { ...withKey, ...json } },
    body: JSON.stringify(freight.push()),
  },
  {
    ...{ name: 'a batch', target: '/v1/pushes/batch', headers: { ...withKey, ...json } },
    body: JSON.stringify({ pushes: [freight.push(), {}, freight.push({ lang: 'fr' })] }),
  },
  {
    ...{ name: 'a report', target: '/v1/mp/grants' },
    headers: { Authorization: `Bearer ${sessionToken}`, ...json },
    body: JSON.stringify({ requestId: 'once', results: { [templateId]: 'reject' } }),
  },
  {
    ...{
      name: 'an event',
      target: `/v1/wechat/${appId}/events?${plainQuery('test-message-token').toString()}`,
    },
    headers: json,
    body: JSON.stringify({
      ...{ ToUserName: 'gh_1', FromUserName: 'o-1', CreateTime: Math.floor(Date.now() / 1_000) },
      ...{ MsgType: 'event', Event: 'subscribe_msg_popup_event' },
      List: { TemplateId: templateId, SubscribeStatusString: 'accept', PopupScene: '0' },
    }),
  },
];

/** What may come to such a door beside what is right. */
function oddRequestsTo({ target, headers, body }: Door, turn: number): Record<string, RawRequest> {
  const right = { target, headers, body };
  const path = target.split('?')[0] ?? '';
  const withHeaders = (more: Record<string, string>): RawRequest => ({
    ...right,
    headers: { ...headers, ...more },
  });
  const key = { 'Idempotency-Key': `"${path} ${turn}"` };
  const withoutType = { ...headers, 'Content-Type': '' };
  const byteMore = `${body}${' '.repeat(path.endsWith('batch') ? 4_194_305 : 262_145)}`;
  const zipped = gzipSync(body);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  return {
    right,
    again: right,
    ...Object.fromEntries(
      ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].map((method) => [
        method,
        // What there is to read is another answer each time.
        { target: `${path}?limit=0`, headers, method },
      ]),
    ),
    'a body with GET': { ...right, target: `${path}?limit=0`, method: 'GET' },
    'a slash at the end': { ...right, target: `${path}/` },
    'capital letters': { ...right, target: path.toUpperCase() },
    'an escape in the path': { ...right, target: path.replace('s', '%73') },
    'an escape that is none': { ...right, target: `${path}%zz` },
    'a fragment': { ...right, target: `${target}#end` },
    'a whole address': { ...right, target: `http://push.example.com${target}` },
    'another query': { ...right, target: `${path}?a=1&a=2&b=%E4%B8%AD&__proto__=x&=` },
    'a query that cannot be stored': { ...right, target: `${path}?a=%00` },
    'a question mark alone': { ...right, target: `${path}?` },
    'two slashes': { ...right, target: `/${path}` },
    'no type': { ...right, headers: withoutType },
    'another type': withHeaders({ 'Content-Type': 'text/plain' }),
    'another charset': withHeaders({ 'Content-Type': 'application/json; charset=gbk' }),
    'a type of many words': withHeaders({
      'Content-Type': 'application/vnd.x+json; charset="UTF-8"',
    }),
    chunked: withHeaders({ 'Transfer-Encoding': 'chunked' }),
    'too large': { ...right, body: byteMore },
    'too large and chunked': { ...withHeaders({ 'Transfer-Encoding': 'chunked' }), body: byteMore },
    zipped: { ...withHeaders({ 'Content-Encoding': 'gzip' }), body: zipped },
    'zipped, and too large': {
      ...withHeaders({ 'Content-Encoding': 'gzip' }),
      body: gzipSync(byteMore),
    },
    'not zipped at all': withHeaders({ 'Content-Encoding': 'gzip' }),
    'as it is': withHeaders({ 'Content-Encoding': 'identity' }),
    'squeezed in a way nobody knows': withHeaders({ 'Content-Encoding': 'rot13' }),
    'asking first': withHeaders({ Expect: '100-continue' }),
    'asking for something else': withHeaders({ Expect: 'a-miracle' }),
    'no body': { target, headers },
    'an empty body': { ...right, body: '' },
    'no JSON': { ...right, body: '{"a":' },
    'no UTF-8': { ...right, body: Buffer.from([0x22, 0xff, 0x22]) },
    'a byte order mark': { ...right, body: `\uFEFF${body}` },
    'an empty object': { ...right, body: '{}' },
    'a list': { ...right, body: '[]' },
    'text that cannot be stored': { ...right, body: '{"a":"\\u0000"}' },
    'without a key': { ...right, headers: json },
    'another scheme': withHeaders({ Authorization: `Basic ${adminKey}` }),
    'a wrong key': withHeaders({ Authorization: 'Bearer yx_nobody' }),
    'a cookie of the console': {
      ...right,
      headers: { ...json, Cookie: `yuexin_console=${'a'.repeat(40)}` },
    },
    'through a proxy': withHeaders({ 'X-Forwarded-For': '192.0.2.1, 203.0.113.7' }),
    'through a proxy, without a key': {
      ...right,
      headers: { ...json, 'X-Forwarded-For': '203.0.113.8', 'X-Forwarded-Proto': 'https' },
    },
    'a key of one’s own': withHeaders(key),
    'the same key, and another body': {
      ...withHeaders(key),
      body: body.replace('}', ',"bizId":"other"}'),
    },
    'a key that is none': withHeaders({ 'Idempotency-Key': 'é' }),
    'an id of one’s own': withHeaders({ 'X-Request-Id': 'caller-42' }),
    'an id that cannot be one': withHeaders({ 'X-Request-Id': 'a b' }),
    'in a trace': withHeaders({ traceparent }),
    'in no trace': withHeaders({ traceparent: 'nowhere' }),
  };
}

/** What is of the moment: ids, times, and what is left of a minute. */
const steady = (text: string): string =>
  text
    .replace(/^Date: .*$/gm, 'Date: now')
    .replace(/psh_[0-9a-f-]{36}/g, 'psh')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'instant')
    .replace(/; t=\d+/g, '; t=left')
    .replace(/^Retry-After: \d\d\r$/gm, 'Retry-After: left\r');

/** A minute may end on the way. */
const steadyOfDoor = (text: string): string => steady(text).replace(/r=\d+;/g, 'r=some;');

/** The lines of requests since then, as they would be at any other time. */
const accessLines = (from: number): Json[] =>
  api
    .logged()
    .slice(from)
    .split('\n')
    .filter((line) => line.includes('"message":"request"'))
    .map((line) => {
      const told = JSON.parse(steady(line)) as Json;
      // Who hangs up may do so before it is known who he is.
      const unsure = told.status === 499 ? ['appId', 'keyId'] : [];
      const omitted = ['time', 'durationMs', ...unsure];
      return Object.fromEntries(Object.entries(told).filter(([name]) => !omitted.includes(name)));
    });

const countsOf = async (): Promise<string[]> => {
  const page = await (await fetch(`${api.url()}/metrics`)).text();
  const ofDoors = /^http_requests_total\{.*route="(unmatched|\/v1\/(pushes|mp|wechat))/;
  return page.split('\n').filter((line) => ofDoors.test(line));
};

async function tell(requests: Readonly<Record<string, RawRequest>>) {
  const told: Record<string, string> = {};
  for (const [name, request] of Object.entries(requests)) {
    const headers = { ...request.headers, Connection: 'close' };
    told[name] = steadyOfDoor(await exchange(api.url(), bytesOf({ ...request, headers })));
  }
  return told;
}

/** Everything that can be seen from outside of what happens at one door. */
async function watchDoor(door: Door, turn: number) {
  const from = api.logged().length;
  spans.take();
  const answers = await tell(oddRequestsTo(door, turn));
  const right = bytesOf(door);
  const last = bytesOf({ ...door, headers: { ...door.headers, Connection: 'close' } });
  const wrong = bytesOf({ ...door, headers: json, body: '{}' });
  answers.pipelined = steadyOfDoor(await exchange(api.url(), Buffer.concat([right, wrong, last])));
  const lines = accessLines(from).length;
  await hangUpAfter(api.url(), bytesOf({ ...door, length: 5_000 }));
  await eventually(() => expect(accessLines(from).length).toBe(lines + 1));
  return {
    answers,
    lines: accessLines(from),
    // Those of a batch end in any order.
    spans: spans
      .take()
      .map((span) => steady(JSON.stringify(span)))
      .sort(),
    counts: await countsOf(),
  };
}

/** The turn keeps the keys of one from being those of the other. */
async function watchAll(turn: number) {
  const seen: Record<string, Awaited<ReturnType<typeof watchDoor>>> = {};
  for (const door of doors) seen[door.name] = await watchDoor(door, turn);
  return seen;
}

/** One key's requests of a minute and one more, one after the other. */
async function watchCrowd(key: string): Promise<string[]> {
  const headers = { ...json, Authorization: `Bearer ${key}`, Connection: 'close' };
  const bytes = bytesOf({ target: '/v1/pushes', headers, body: '{}' });
  const crowd: string[] = [];
  for (let at = 0; at <= mostInMinute; at += 1)
    crowd.push(steady(await exchange(api.url(), bytes)));
  return crowd;
}

describe('a hot route, answered before Express and by Express', () => {
  test('when the same comes to both, right or odd, then nobody can tell which of them answered', async () => {
    const key = await api.createKey({ scopes: ['push:read'] });
    const direct = { seen: await watchAll(1), crowd: await watchCrowd(key) };
    await api.restart({ isExpressAlone: true });
    const express = { seen: await watchAll(2), crowd: await watchCrowd(key) };

    for (const { name } of doors) {
      const [ours, theirs] = [direct.seen[name]!, express.seen[name]!];
      expect(ours.answers.right).toMatch(/^HTTP\/1.1 20[02] /);
      for (const odd of Object.keys(theirs.answers))
        expect([name, odd, ours.answers[odd]]).toEqual([name, odd, theirs.answers[odd]]);
      expect(ours.lines).toEqual(theirs.lines);
      expect(ours.spans).toEqual(theirs.spans);
      expect(ours.counts).toEqual(theirs.counts);
    }
    expect(direct.crowd).toEqual(express.crowd);
    expect(direct.crowd).toHaveLength(mostInMinute + 1);
    expect(direct.crowd.at(-2)).toMatch(/^HTTP\/1.1 403 /);
    expect(direct.crowd.at(-1)).toMatch(/^HTTP\/1.1 429 /);
  }, 120_000);
});
