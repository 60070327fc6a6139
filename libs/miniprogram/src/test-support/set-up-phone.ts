import { createYuexin } from '../create-yuexin.ts';
import type { Problem } from '../problem.ts';
import { createWxDouble, type AskAnswer } from '../testing/create-wx-double.ts';
import type { SubscriptionsSetting } from '../wx-api.ts';

export const page = 'pages/goods/list';
export const ok = (results: Record<string, string>): AskAnswer => ({
  errMsg: 'requestSubscribeMessage:ok',
  ...results,
});
export const all = (word: string) => (ids: string[]) =>
  Promise.resolve(ok(Object.fromEntries(ids.map((id) => [id, word]))));

export type Posted = {
  requestId: string;
  results: Record<string, string>;
  page?: string;
  purpose?: string;
};

/** A refusal as Yuexin writes it. */
export const refusal = (statusCode: number, code: string, pointers?: string[]) => ({
  statusCode,
  data: {
    type: `/problems/${code}`,
    code,
    ...(pointers && { errors: pointers.map((pointer) => ({ pointer })) }),
  },
});

/** A service as the contract has it, in memory: one session at a time, reports that count once, a plan. */
export function createService() {
  const state = {
    plan: ['T1', 'T2'],
    planned: [] as string[],
    calls: [] as string[],
    posted: [] as Posted[],
    recorded: new Map<string, Posted>(),
    logins: 0,
    session: '',
    next: [] as ({ statusCode: number; data: unknown } | 'no-network' | 'lost-answer')[],
    unknownTemplates: new Set<string>(),
  };
  const handle = (path: string, token: string, body: unknown) => {
    if (path === '/v1/mp/login') {
      state.logins += 1;
      state.session = `session-${String(state.logins)}`;
      const data = { sessionToken: state.session, expiresInSeconds: 604_800, phoneBound: false };
      return { statusCode: 200, data };
    }
    if (token !== `Bearer ${state.session}`) return refusal(401, 'unauthenticated');
    if (path.startsWith('/v1/mp/plan')) {
      state.planned.push(path.replace('/v1/mp/plan?', ''));
      return { statusCode: 200, data: { templateIds: state.plan } };
    }
    const report = body as Posted;
    state.posted.push(report);
    const lengths = { page: 1024, purpose: 128 } as const;
    const wrong = (['page', 'purpose'] as const).filter((member) => {
      const { [member]: { length } = { length: 1 } } = report;
      return length < 1 || length > lengths[member];
    });
    if (wrong.length > 0)
      return refusal(
        400,
        'invalid-request',
        wrong.map((member) => `/${member}`),
      );
    const bad = Object.keys(report.results).filter((id) => state.unknownTemplates.has(id));
    if (bad.length > 0)
      return refusal(
        422,
        'template-unknown',
        bad.map((id) => `/results/${id}`),
      );
    if (!state.recorded.has(report.requestId)) state.recorded.set(report.requestId, report);
    return { statusCode: 200, data: { recorded: 1, balances: {}, released: 0 } };
  };
  const serve = ({
    url,
    header,
    body,
  }: {
    url: string;
    header: Record<string, string>;
    body: unknown;
  }) => {
    const path = url.replace('https://yuexin.test', '');
    state.calls.push(path.split('?')[0] ?? '');
    const planned = path === '/v1/mp/login' ? undefined : state.next.shift();
    if (planned !== undefined && planned !== 'lost-answer') return Promise.resolve(planned);
    const answer = handle(path, header.Authorization ?? '', body);
    return Promise.resolve(planned === 'lost-answer' ? ('no-network' as const) : answer);
  };
  return { state, serve };
}

export function setUp(
  options: {
    answerAsk?: (ids: string[]) => Promise<AskAnswer>;
    settings?: SubscriptionsSetting;
    service?: ReturnType<typeof createService>;
    storage?: Map<string, unknown>;
    nowMs?: () => number;
    onProblem?: (problem: Problem) => void;
  } = {},
) {
  const service = options.service ?? createService();
  const problems: Problem[] = [];
  const phone = createWxDouble({
    serve: service.serve,
    answerAsk: options.answerAsk ?? all('accept'),
    settings: () => options.settings,
    ...(options.storage === undefined ? {} : { storage: options.storage }),
  });
  const yuexin = createYuexin({
    ...{ baseUrl: 'https://yuexin.test/', appId: 'wx1', wx: phone.wx },
    onProblem: options.onProblem ?? ((problem) => problems.push(problem)),
    nowMs: options.nowMs ?? Date.now,
    wait: () => Promise.resolve(),
  });
  return { whole: service, service: service.state, phone, yuexin, problems };
}
