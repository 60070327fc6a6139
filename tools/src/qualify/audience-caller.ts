import { AppError } from '@yuexin/errors';
import { benchTemplate } from '../bench/upstream/bench-template.ts';
import { callJson } from '../local-stack/call-json.ts';

export type Audience = {
  id: string;
  state: string;
  recipients: number;
  progress: { accepted: number; refused: number };
};

export type AudienceCaller = {
  make(): Promise<Audience>;
  /** Lines of JSON, whole; answered within ten minutes. */
  bring(id: string, lines: ReadableStream<Uint8Array> | string): Promise<Audience>;
  /** Of the lines that are left out: number, state, rule. */
  readLeftOut(id: string): Promise<string[]>;
  preview(id: string): Promise<{ wouldSend: number; grantsSpent: number }>;
  start(id: string): Promise<Audience>;
  get(id: string): Promise<Audience>;
};

type Recipient = {
  line: number;
  state: string;
  duplicateOfLine: number | null;
  problems: { rule: string }[];
};

const BRING_LIMIT_MS = 600_000;

/** A business system that says one message to all users of the benchmark. */
export function createAudienceCaller(input: {
  apiUrl: string;
  key: string;
  appId: string;
}): AudienceCaller {
  const { apiUrl, key, appId } = input;
  const ask = <T>(path: string, body?: object): Promise<T> =>
    callJson<T>(`${apiUrl}/v1/audiences${path}`, { key, ...(body !== undefined && { body }) });
  return {
    get: (id) => ask(`/${id}`),
    make: () =>
      ask('', {
        ...{ appId, templateId: benchTemplate.priTmplId, recipients: 'upload' },
        data: { thing1: '{{from}}-->{{to}}', thing2: { value: '钢材 32 吨' } },
        ...{ page: 'pages/goods/detail?id=42', ratePerSecond: 5_000 },
      }),
    async bring(id, lines) {
      const answer = await fetch(`${apiUrl}/v1/audiences/${id}/recipients`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
        body: lines,
        duplex: 'half',
        signal: AbortSignal.timeout(BRING_LIMIT_MS),
      });
      const text = await answer.text();
      if (answer.ok) return JSON.parse(text) as Audience;
      throw new AppError('unavailable', { message: `The recipients were not taken: ${text}` });
    },
    async readLeftOut(id) {
      const { data } = await ask<{ data: Recipient[] }>(`/${id}/recipients?state=left-out`);
      return data.map(({ line, state, duplicateOfLine, problems }) => {
        const why = duplicateOfLine === null ? problems[0]?.rule : `of ${String(duplicateOfLine)}`;
        return `${String(line)} ${state} ${String(why)}`;
      });
    },
    preview: (id) => ask(`/${id}/preview`, {}),
    start: (id) => ask(`/${id}/start`, {}),
  };
}
