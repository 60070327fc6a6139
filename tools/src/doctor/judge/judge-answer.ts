import { failed, ok, warning, type Finding } from '../finding.ts';
import { judgeClock } from './judge-clock.ts';

/** What came back from an address over HTTP; `problem` when nothing did. */
export type Answer =
  | { status: number; body: string; clockAheadMs: number | null; tookMs: number }
  | { problem: string };

/** `where` names WeChat's server without whatever secret its URL may hold. */
export function judgeWechat(input: { where: string; isPlain: boolean; answer: Answer }): Finding[] {
  const check = 'WeChat';
  const { where, isPlain, answer } = input;
  if ('problem' in answer) {
    return [
      failed(
        check,
        `${where} does not answer: ${answer.problem}.`,
        'Look at DNS, firewall and route from this machine; api and worker use no proxy.',
      ),
    ];
  }
  const { status, clockAheadMs, tookMs } = answer;
  const plain = warning(
    check,
    `${where} is spoken to without TLS: tokens and secrets travel in plain text.`,
    'Set WECHAT_API_BASE_URL to https, save for a simulator beside it.',
  );
  return [
    status >= 500
      ? warning(check, `${where} answers ${status}.`, 'Wait, or look at what stands between.')
      : ok(check, `${where} answers in ${tookMs.toFixed(0)} ms.`),
    ...(isPlain ? [plain] : []),
    // Its date has whole seconds.
    ...(clockAheadMs === null ? [] : [judgeClock({ whose: 'WeChat', aheadMs: clockAheadMs })]),
  ];
}

/** /readyz of a process whose address was given. */
export function judgeReadiness(input: { role: string; where: string; answer: Answer }): Finding {
  const { role, where, answer } = input;
  const check = role;
  if ('problem' in answer) {
    const todo = 'See that it runs, and its first log lines.';
    return failed(check, `${where} does not answer: ${answer.problem}.`, todo);
  }
  if (answer.status === 200) return ok(check, `${where} is ready.`);
  const said = reasonsIn(answer.body);
  const detail = `${where} answers ${answer.status}${said === '' ? '.' : `: ${said}`}`;
  return failed(check, detail, 'Do what it says; it is ready by itself afterwards.');
}

/** PUBLIC_URL, which may lead here from outside only. */
export function judgePublicUrl(input: { where: string; answer: Answer }): Finding {
  const check = 'PUBLIC_URL';
  const { where, answer } = input;
  const isApi = 'status' in answer && answer.status === 200 && answer.body.includes('"ok"');
  if (isApi) return ok(check, `${where} leads to an api.`);
  const why = 'problem' in answer ? answer.problem : `it answers ${answer.status}`;
  return warning(
    check,
    `No api was found at ${where} (${why}).`,
    'Try it from outside: WeChat posts its events there.',
  );
}

const shownCharacters = 300;

/** Api: a problem document. Worker: a list of sentences. */
function reasonsIn(body: string): string {
  try {
    const { detail, problems } = JSON.parse(body) as { detail?: unknown; problems?: unknown };
    if (Array.isArray(problems)) return problems.map(String).join(' ').slice(0, shownCharacters);
    return typeof detail === 'string' ? detail.slice(0, shownCharacters) : '';
  } catch {
    return '';
  }
}
