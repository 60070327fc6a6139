import { describe, expect, test } from '@jest/globals';
import { all, createService, ok, page, setUp } from './test-support/set-up-phone.ts';

describe('Asking', () => {
  test('when a plan was prepared, then a tap asks for it in the same turn, and the answers are recorded once', async () => {
    const { service, phone, yuexin } = setUp();
    expect(await yuexin.prepareAsk(page)).toEqual(['T1', 'T2']);
    const answer = await phone.tap(() => yuexin.askForGrants({ page }));
    expect(answer).toEqual({
      kind: 'answered',
      results: { T1: 'accept', T2: 'accept' },
      accepted: ['T1', 'T2'],
    });
    expect(await yuexin.flush()).toBe(0);
    expect(service.posted).toEqual([
      expect.objectContaining({ page, results: { T1: 'accept', T2: 'accept' } }),
    ]);
  });

  test('when the page names the templates, then those are asked for', async () => {
    const { phone, yuexin } = setUp();
    await phone.tap(() => yuexin.askForGrants({ page, templateIds: ['T9'] }));
    expect(phone.asked).toEqual([['T9']]);
  });

  test.each([
    [
      'outside a tap',
      { errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' },
      'not-a-tap',
    ],
    ['for nothing', { errMsg: 'x', errCode: 10001 }, 'nothing-to-ask'],
    ['without a network', { errMsg: 'x', errCode: 10002 }, 'network'],
    ['and the choice is lost on its way', { errMsg: 'x', errCode: 10003 }, 'network'],
    ['for ids of a wrong type', { errMsg: 'x', errCode: 10004 }, 'unknown-template'],
    ['in the background', { errMsg: 'x', errCode: 10005 }, 'in-background'],
    ['for a template of another app', { errMsg: 'x', errCode: 20001 }, 'unknown-template'],
    ['for two kinds at once', { errMsg: 'x', errCode: 20002 }, 'mixed-kinds'],
    ['for too many', { errMsg: 'x', errCode: 20003 }, 'too-many'],
    ['with the main switch off', { errMsg: 'x', errCode: 20004 }, 'switched-off'],
    ['by a barred mini program', { errMsg: 'x', errCode: 20005 }, 'barred'],
    ['for a device template', { errMsg: 'x', errCode: 20013 }, 'device-template'],
    ['while another pop-up is open', { errMsg: 'last call has not ended' }, 'busy'],
    ['in a way nobody knows', { errMsg: 'x', errCode: 99 }, 'unknown'],
  ])(
    'when it is asked %s, then the reason is told and nothing is reported',
    async (_, error, reason) => {
      const { service, phone, yuexin, problems } = setUp({
        answerAsk: () => Promise.resolve(error),
      });
      await yuexin.prepareAsk(page);
      expect(await phone.tap(() => yuexin.askForGrants({ page }))).toEqual({
        kind: 'not-asked',
        reason,
      });
      expect(problems).toContainEqual({ where: 'ask', message: error.errMsg });
      expect([yuexin.waitingReports(), service.posted.length]).toEqual([0, 0]);
    },
  );

  test('when a tap comes twice, then one pop-up is shown; the next tap may ask again', async () => {
    const { phone, yuexin } = setUp();
    await yuexin.prepareAsk(page);
    const [first, second] = await Promise.all(
      phone.tap(() => [yuexin.askForGrants({ page }), yuexin.askForGrants({ page })]),
    );
    expect([first.kind, second]).toEqual(['answered', { kind: 'not-asked', reason: 'busy' }]);
    expect((await phone.tap(() => yuexin.askForGrants({ page }))).kind).toBe('answered');
  });

  test('when nobody ever hears of a pop-up again, then the taps of a minute find it busy, and the next may ask', async () => {
    let nowMs = 1_000_000;
    const { phone, yuexin } = setUp({
      nowMs: () => nowMs,
      answerAsk: () => new Promise(() => undefined),
    });
    await yuexin.prepareAsk(page);
    const ask = () => phone.tap(() => yuexin.askForGrants({ page }));
    void ask();
    expect(await ask()).toEqual({ kind: 'not-asked', reason: 'busy' });
    phone.closePopup();
    nowMs += 61_000;
    void ask();
    expect(phone.asked).toHaveLength(2);
  });

  test('when it is called after something was awaited, then WeChat refuses and the page is told why', async () => {
    const { yuexin } = setUp();
    await yuexin.prepareAsk(page);
    expect(await yuexin.askForGrants({ page })).toEqual({ kind: 'not-asked', reason: 'not-a-tap' });
  });

  test('when there is nothing to ask for, or the base library knows no asking, then no pop-up is shown', async () => {
    const { phone, yuexin } = setUp();
    expect(await yuexin.askForGrants({ page })).toEqual({
      kind: 'not-asked',
      reason: 'nothing-to-ask',
    });
    delete (phone.wx as Partial<typeof phone.wx>).requestSubscribeMessage;
    expect(await yuexin.askForGrants({ page, templateIds: ['T1'] })).toEqual({
      kind: 'not-asked',
      reason: 'unsupported',
    });
  });

  test('when the client takes fewer at once, then the next ask has three, then one', async () => {
    const { service, phone, yuexin } = setUp({
      answerAsk: (ids) =>
        ids.length > 1 ? Promise.resolve({ errMsg: 'x', errCode: 20003 }) : all('accept')(ids),
    });
    service.plan = ['T1', 'T2', 'T3', 'T4', 'T5'];
    await yuexin.prepareAsk(page);
    for (let tap = 0; tap < 3; tap += 1) await phone.tap(() => yuexin.askForGrants({ page }));
    expect(phone.asked.map((ids) => ids.length)).toEqual([5, 3, 1]);
    expect(await yuexin.prepareAsk(page)).toEqual(['T1']);
  });

  test('when WeChat knows a template not, then the same plan is not asked for again', async () => {
    const { phone, yuexin } = setUp({
      answerAsk: () => Promise.resolve({ errMsg: 'x', errCode: 20001 }),
    });
    await yuexin.prepareAsk(page);
    await phone.tap(() => yuexin.askForGrants({ page }));
    expect(await phone.tap(() => yuexin.askForGrants({ page }))).toEqual({
      kind: 'not-asked',
      reason: 'nothing-to-ask',
    });
  });

  test('when answers come in words that are new, then an accept of a new kind is an accept, the rest is left out', async () => {
    const { service, phone, yuexin } = setUp({
      answerAsk: () => Promise.resolve(ok({ T1: 'acceptWithHologram', T2: 'perhaps' })),
    });
    await yuexin.prepareAsk(page);
    await phone.tap(() => yuexin.askForGrants({ page }));
    await yuexin.flush();
    expect(service.posted.map(({ results }) => results)).toEqual([{ T1: 'accept' }]);
  });
});

describe('Preparing', () => {
  test('when the user has rejected a template for good, then it is not asked for', async () => {
    const settings = { mainSwitch: true, itemSettings: { T1: 'reject', T2: 'accept' } };
    const { yuexin } = setUp({ settings });
    expect(await yuexin.prepareAsk(page)).toEqual(['T2']);
    expect(await yuexin.readSettings()).toEqual({
      mainSwitch: true,
      accepted: ['T2'],
      rejected: ['T1'],
    });
  });

  test('when choices stand, then the service is told, so that it plans none of them in vain', async () => {
    const itemSettings = { T1: 'reject', T2: 'accept', T3: 'ban', T4: 'acceptWithAudio' };
    const { service, yuexin } = setUp({ settings: { mainSwitch: true, itemSettings } });
    service.plan = ['T5'];
    expect(await yuexin.prepareAsk('pages/a?b=c')).toEqual(['T5']);
    expect(service.planned).toEqual(['page=pages%2Fa%3Fb%3Dc&rejected=T1,T3&accepted=T2,T4']);
  });

  test('when the user has switched everything off, then nothing is asked for', async () => {
    const { yuexin } = setUp({ settings: { mainSwitch: false } });
    expect(await yuexin.prepareAsk(page)).toEqual([]);
  });

  test('when there is no network, then the last plan stays', async () => {
    const { phone, yuexin, problems } = setUp();
    await yuexin.prepareAsk(page);
    phone.setOnline(false);
    expect(await yuexin.prepareAsk(page)).toEqual(['T1', 'T2']);
    expect(problems.map(({ where }) => where)).toContain('plan');
  });

  test('when the base library has no settings, then the plan is asked for as it is', async () => {
    const { phone, yuexin } = setUp();
    delete (phone.wx as Partial<typeof phone.wx>).getSetting;
    expect(await yuexin.prepareAsk(page)).toEqual(['T1', 'T2']);
    expect(await yuexin.readSettings()).toBeNull();
  });
});

describe('The session', () => {
  test('when many calls need one at once, then there is one login', async () => {
    const { service, yuexin } = setUp();
    await Promise.all([yuexin.prepareAsk('a'), yuexin.prepareAsk('b'), yuexin.login()]);
    expect(service.logins).toBe(1);
  });

  test('when it was revoked, then the next call logs in again and is made once more', async () => {
    const { service, yuexin } = setUp();
    await yuexin.login();
    service.session = 'revoked';
    expect(await yuexin.prepareAsk(page)).toEqual(['T1', 'T2']);
    expect(service.logins).toBe(2);
  });

  test('when it was revoked and a call learns of it late, then the session that another has begun meanwhile stays', async () => {
    const whole = createService();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const serve: typeof whole.serve = async (request) => {
      const answer = await whole.serve(request);
      if (request.url.includes('page=late')) await held;
      return answer;
    };
    const { service, yuexin } = setUp({ service: { ...whole, serve } });
    await yuexin.login();
    service.session = 'revoked';
    const late = yuexin.prepareAsk('late');
    expect(await yuexin.prepareAsk('soon')).toEqual(['T1', 'T2']);
    letGo();
    expect(await late).toEqual(['T1', 'T2']);
    expect(service.logins).toBe(2);
  });

  test('when a phone’s code comes with it, then it is sent once, however it ends', async () => {
    const { phone, yuexin } = setUp();
    phone.setOnline(false);
    expect(await yuexin.login('phone-code')).toEqual({
      kind: 'away',
      reason: 'login:fail network',
    });
    phone.setOnline(true);
    expect(await yuexin.login('phone-code')).toEqual({ kind: 'logged-in', phoneBound: false });
  });

  test('when there is no network, then login says so after its tries, and throws nothing', async () => {
    const { phone, yuexin, problems } = setUp();
    phone.setOnline(false);
    expect(await yuexin.login()).toEqual({ kind: 'away', reason: 'login:fail network' });
    expect(problems).toEqual([{ where: 'login', message: 'login:fail network' }]);
  });

  test('when wx itself throws, then every method still resolves', async () => {
    const { phone, yuexin } = setUp();
    const broken = () => {
      throw new TypeError('not a function');
    };
    Object.assign(phone.wx, {
      login: broken,
      request: broken,
      getSetting: broken,
      requestSubscribeMessage: broken,
    });
    expect(await yuexin.login()).toMatchObject({ kind: 'away' });
    expect(await yuexin.prepareAsk(page)).toEqual([]);
    expect(await phone.tap(() => yuexin.askForGrants({ page, templateIds: ['T1'] }))).toEqual({
      kind: 'not-asked',
      reason: 'unsupported',
    });
  });
});

describe('A session that ends', () => {
  test('when it ends within the hour, then it is renewed before the next call', async () => {
    let nowMs = 1_000_000;
    const { service, yuexin } = setUp({ nowMs: () => nowMs });
    await yuexin.prepareAsk(page);
    nowMs += 604_800_000 - 3_700_000;
    await yuexin.prepareAsk(page);
    expect(service.logins).toBe(1);
    nowMs += 200_000;
    await yuexin.prepareAsk(page);
    expect(service.logins).toBe(2);
  });
});

describe('A page that uses it wrongly', () => {
  test('when arguments are missing or of a wrong type, then every method resolves', async () => {
    const { yuexin, problems } = setUp();
    const wrong = yuexin as unknown as Record<
      'askForGrants' | 'prepareAsk',
      (x?: unknown) => unknown
    >;
    expect(await wrong.askForGrants()).toEqual({ kind: 'not-asked', reason: 'unknown' });
    expect(await wrong.askForGrants({ page, templateIds: null })).toEqual({
      kind: 'not-asked',
      reason: 'unknown',
    });
    expect(problems.map(({ where }) => where)).toContain('ask');
    expect(await wrong.prepareAsk()).toEqual(['T1', 'T2']);
  });

  test.each([[null], [7], ['text'], [[]], [{}], [true]])(
    'when somebody else has written %j where it keeps things, then it goes on as if nothing were kept',
    async (junk) => {
      const names = ['session', 'reports', `plan:${page}`, 'most'];
      const storage = new Map<string, unknown>(names.map((name) => [`yuexin:wx1:${name}`, junk]));
      const { service, phone, yuexin } = setUp({ storage });
      expect(yuexin.waitingReports()).toBe(0);
      expect(await phone.tap(() => yuexin.askForGrants({ page }))).toMatchObject({
        reason: 'nothing-to-ask',
      });
      await yuexin.prepareAsk(page);
      await phone.tap(() => yuexin.askForGrants({ page, templateIds: ['T1'] }));
      expect(await yuexin.flush()).toBe(0);
      expect(service.recorded.size).toBe(1);
    },
  );

  test('when what it gave for its log throws, then nothing else goes wrong', async () => {
    const { phone, yuexin, service } = setUp({
      onProblem: () => {
        throw new Error('the log is full');
      },
    });
    phone.setOnline(false);
    expect(await yuexin.login()).toMatchObject({ kind: 'away' });
    phone.setOnline(true);
    await yuexin.prepareAsk(page);
    await phone.tap(() => yuexin.askForGrants({ page }));
    expect(await yuexin.flush()).toBe(0);
    expect(service.recorded.size).toBe(1);
  });
});
