import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { benchTemplate } from '../bench/upstream/bench-template.ts';
import { openidOf } from '../bench/yuexin/seed-ledger.ts';
import { callJson } from '../local-stack/call-json.ts';

export type Audience = {
  id: string;
  state: string;
  recipients: number;
  progress: { accepted: number; refused: number };
};

export type AudienceCaller = {
  make(): Promise<Audience>;
  /** Users 0 to count - 1, as lines of JSON that are made while they are sent. */
  bring(id: string, count: number): Promise<Audience>;
  preview(id: string): Promise<{ wouldSend: number; grantsSpent: number }>;
  start(id: string): Promise<Audience>;
  get(id: string): Promise<Audience>;
  waitUntilDone(id: string): Promise<void>;
};

const linesAtOnce = 200;

/** A business system that says one message to all users of the benchmark. */
export function createAudienceCaller(input: {
  apiUrl: string;
  key: string;
  appId: string;
}): AudienceCaller {
  const { apiUrl, key, appId } = input;
  const ask = <T>(path: string, body?: object): Promise<T> =>
    callJson<T>(`${apiUrl}/v1/audiences${path}`, { key, ...(body !== undefined && { body }) });
  const get = (id: string): Promise<Audience> => ask(`/${id}`);
  return {
    get,
    make: () =>
      ask('', {
        ...{ appId, templateId: benchTemplate.priTmplId, recipients: 'upload' },
        data: { thing1: '{{from}}-->{{to}}', thing2: { value: '钢材 32 吨' } },
        ...{ page: 'pages/goods/detail?id=42', ratePerSecond: 5_000 },
      }),
    async bring(id, count) {
      const answer = await fetch(`${apiUrl}/v1/audiences/${id}/recipients`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
        body: linesOf(count),
        duplex: 'half',
      });
      const text = await answer.text();
      if (answer.ok) return JSON.parse(text) as Audience;
      throw new AppError('unavailable', { message: `The recipients were not taken: ${text}` });
    },
    preview: (id) => ask(`/${id}/preview`, {}),
    start: (id) => ask(`/${id}/start`, {}),
    async waitUntilDone(id) {
      while ((await get(id)).state === 'running') await delay(500);
    },
  };
}

function linesOf(count: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let number = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const end = Math.min(count, number + linesAtOnce);
      let lines = '';
      for (; number < end; number += 1)
        lines += `{"openid":"${openidOf(number)}","variables":{"from":"【广州】","to":"【上海】"}}\n`;
      if (lines !== '') controller.enqueue(encoder.encode(lines));
      if (number === count) controller.close();
    },
  });
}
