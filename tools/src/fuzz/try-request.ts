import { writeDraft, type Draft } from './draw/draft.ts';
import type { DrawnRequest } from './draw/draw-request.ts';
import type { FuzzReport } from './fuzz-report.ts';
import { judgeAnswer } from './judge/judge-answer.ts';
import { sendBytes } from './wire/send-bytes.ts';
import type { FuzzWorld } from './world/fuzz-world.ts';

/** Sends one request and tells the report what came of it. */
export async function tryRequest(input: {
  number: number;
  request: DrawnRequest;
  world: FuzzWorld;
  report: FuzzReport;
  limitMs: number;
}): Promise<void> {
  const { number, request, world, report, limitMs } = input;
  const { operation } = request;
  const draft = request.draft(world);
  const bytes = writeDraft(draft);
  const isHead = draft.method === 'HEAD';
  const { hostname, port } = new URL(`http://${world.hostOf(operation.door)}`);
  const { mayGoUnanswered } = draft;
  const sent = await sendBytes({
    ...{ host: hostname, port: Number(port), bytes, isHead, limitMs },
    isLeftOpen: !mayGoUnanswered,
  });
  const fault = (what: string, answer = ''): void =>
    report.fault({ number, operation: operation.name, what, request: show(draft, bytes), answer });
  report.count({ operation: operation.name, sent });
  if (sent.kind === 'late') fault(`no answer in ${limitMs} ms`);
  if (sent.kind === 'cut' && !mayGoUnanswered) fault('the connection ended without an answer');
  if (sent.kind !== 'answered') return;
  const { answer } = sent;
  const text = answer.body.subarray(0, 20_000).toString('utf8');
  if (answer.status < 300) world.learn(text);
  const verdict = judgeAnswer({ operation, answer, isHead, target: draft.target });
  if (verdict.isExcused) report.excuse();
  for (const what of verdict.faults) fault(what, `${answer.status} ${text.slice(0, 600)}`);
}

const shownBytes = 1_500;
/** Enough to see what it was; the number draws it again whole. */
function show(draft: Draft, bytes: Buffer): string {
  const shown = bytes.subarray(0, shownBytes).toString('latin1');
  const secret = draft.headers.find(([name]) => name === 'Authorization' || name === 'Cookie')?.[1];
  return secret === undefined || secret.length < 8 ? shown : shown.replaceAll(secret, '…');
}
