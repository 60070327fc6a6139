import { describe, expect, test } from '@jest/globals';
import {
  all,
  createService,
  page,
  refusal,
  setUp,
  type Posted,
} from './test-support/set-up-phone.ts';

describe('Answers that could not be reported', () => {
  test('when the phone was offline and the program restarted, then they are posted later, each once', async () => {
    const first = setUp();
    await first.yuexin.prepareAsk(page);
    first.phone.setOnline(false);
    for (let tap = 0; tap < 3; tap += 1)
      await first.phone.tap(() => first.yuexin.askForGrants({ page }));
    expect(await first.yuexin.flush()).toBe(3);

    const second = setUp({ service: first.whole, storage: first.phone.storage });
    expect(second.yuexin.waitingReports()).toBe(3);
    await second.yuexin.login();
    expect(await second.yuexin.flush()).toBe(0);
    expect(first.service.recorded.size).toBe(3);
  });

  test('when the network comes back, then they are posted by themselves', async () => {
    const { service, phone, yuexin } = setUp();
    await yuexin.prepareAsk(page);
    phone.setOnline(false);
    await phone.tap(() => yuexin.askForGrants({ page }));
    await yuexin.flush();
    phone.setOnline(true);
    expect(await yuexin.flush()).toBe(0);
    expect(service.recorded.size).toBe(1);
  });

  test('when the program is started again with a session that still holds, then the first page that is shown posts them, and plans by them', async () => {
    const first = setUp();
    await first.yuexin.prepareAsk(page);
    first.phone.setOnline(false);
    await first.phone.tap(() => first.yuexin.askForGrants({ page }));
    expect(await first.yuexin.flush()).toBe(1);

    const second = setUp({ service: first.whole, storage: first.phone.storage });
    await second.yuexin.prepareAsk(page);
    expect(second.yuexin.waitingReports()).toBe(0);
    expect([first.service.recorded.size, first.service.logins]).toEqual([1, 1]);
    expect(first.service.calls.slice(-2)).toEqual(['/v1/mp/grants', '/v1/mp/plan']);
  });

  test('when a refusal has a form that nobody knows, then the reports after it are posted all the same', async () => {
    const { service, phone, yuexin } = setUp();
    await yuexin.prepareAsk(page);
    phone.setOnline(false);
    for (let tap = 0; tap < 3; tap += 1) await phone.tap(() => yuexin.askForGrants({ page }));
    await yuexin.flush();
    const odd = { type: '/problems/invalid-request', code: 'invalid-request' };
    const refusals = [null, [null]].map((errors) => ({ ...odd, errors }));
    service.next.push(...refusals.map((data) => ({ statusCode: 400, data })));
    phone.setOnline(true);
    expect(await yuexin.flush()).toBe(0);
    expect(service.recorded.size).toBe(1);
  });

  test('when the answer to a report is lost, then it is posted again with the same id and counts once', async () => {
    const { service, phone, yuexin } = setUp();
    await yuexin.prepareAsk(page);
    service.next.push('lost-answer');
    await phone.tap(() => yuexin.askForGrants({ page }));
    await yuexin.flush();
    expect(await yuexin.flush()).toBe(0);
    expect(service.posted).toHaveLength(2);
    expect(service.recorded.size).toBe(1);
  });

  test('when the service is busy or broken, then they wait', async () => {
    const { service, phone, yuexin } = setUp();
    await yuexin.prepareAsk(page);
    service.next.push({ statusCode: 503, data: {} }, { statusCode: 429, data: {} });
    await phone.tap(() => yuexin.askForGrants({ page }));
    expect(await yuexin.flush()).toBe(1);
    expect(await yuexin.flush()).toBe(1);
    expect(await yuexin.flush()).toBe(0);
  });

  test('when the service knows no session of his, not even a new one, then they wait', async () => {
    const { service, phone, yuexin } = setUp();
    await yuexin.prepareAsk(page);
    const nobody = refusal(401, 'unauthenticated');
    service.next.push(nobody, nobody);
    await phone.tap(() => yuexin.askForGrants({ page }));
    expect(await yuexin.flush()).toBe(1);
    expect(await yuexin.flush()).toBe(0);
    expect(service.recorded.size).toBe(1);
  });

  test.each([
    ['a page', { statusCode: 200, data: '<html>Welcome</html>' }],
    ['JSON', { statusCode: 200, data: { code: 200, msg: 'please log in' } }],
    ['a refusal', { statusCode: 403, data: { msg: 'please log in' } }],
  ])(
    'when a café’s network answers with %s of its own, then nothing is taken for the service’s word',
    async (_, portal) => {
      const { service, phone, yuexin } = setUp();
      await yuexin.prepareAsk(page);
      service.next.push(portal, portal);
      await phone.tap(() => yuexin.askForGrants({ page }));
      expect(await yuexin.flush()).toBe(1);
      expect(await yuexin.prepareAsk(page)).toEqual(['T1', 'T2']);
      expect(await yuexin.flush()).toBe(0);
      expect(service.recorded.size).toBe(1);
    },
  );

  test.each([
    ['a gateway has no route yet', { statusCode: 404, data: { code: 404, msg: 'no route' } }],
    ['a gateway lets nobody in', { statusCode: 403, data: { code: 'forbidden', errors: [] } }],
    ['a gateway speaks in our words', { statusCode: 400, data: { code: 'invalid-request' } }],
    ['the address is another one of the service’s', refusal(404, 'not-found')],
    ['the service lets nobody in', refusal(403, 'forbidden')],
  ])('when %s, then every report waits for better times', async (_, answer) => {
    const { service, phone, yuexin } = setUp();
    await yuexin.prepareAsk(page);
    phone.setOnline(false);
    for (let tap = 0; tap < 3; tap += 1) await phone.tap(() => yuexin.askForGrants({ page }));
    await yuexin.flush();
    service.next.push(answer, answer);
    phone.setOnline(true);
    expect(await yuexin.flush()).toBe(3);
    expect(await yuexin.flush()).toBe(3);
    expect(await yuexin.flush()).toBe(0);
    expect(service.recorded.size).toBe(3);
  });

  test('when a report under way makes room for a younger one, then its answer takes away no other', async () => {
    let word = 'reject';
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const service = createService();
    const serve: typeof service.serve = async (request) => {
      if (request.url.endsWith('/grants')) await held;
      return service.serve(request);
    };
    const answerAsk = (ids: string[]) => all(word)(ids);
    const { phone, yuexin } = setUp({ answerAsk, service: { ...service, serve } });
    await yuexin.prepareAsk(page);
    phone.setOnline(false);
    await phone.tap(() => yuexin.askForGrants({ page }));
    word = 'accept';
    for (let tap = 0; tap < 499; tap += 1) await phone.tap(() => yuexin.askForGrants({ page }));
    await yuexin.flush();
    expect(yuexin.waitingReports()).toBe(500);
    phone.setOnline(true);
    await phone.tap(() => yuexin.askForGrants({ page }));
    letGo();
    expect(await yuexin.flush()).toBe(0);
    const recorded = [...service.state.recorded.values()];
    expect(recorded.filter(({ results }) => results.T1 === 'accept')).toHaveLength(500);
  });

  test('when one template of a report is unknown to the service, then the other answers are not lost with it', async () => {
    const { service, phone, yuexin, problems } = setUp();
    await yuexin.prepareAsk(page);
    service.unknownTemplates.add('T2');
    await phone.tap(() => yuexin.askForGrants({ page }));
    expect(await yuexin.flush()).toBe(0);
    expect([...service.recorded.values()].map(({ results }) => results)).toEqual([
      { T1: 'accept' },
    ]);
    expect(problems).toContainEqual({
      where: 'report',
      message: 'template-unknown /results/T2',
    });
  });

  test('when it was asked for a purpose, then the report says so; one that cannot be a purpose costs no answer', async () => {
    const { service, phone, yuexin, problems } = setUp();
    await yuexin.prepareAsk(page);
    for (const purpose of ['order-42', 'x'.repeat(129), ''])
      await phone.tap(() => yuexin.askForGrants({ page, purpose }));
    await phone.tap(() => yuexin.askForGrants({ page }));
    expect(await yuexin.flush()).toBe(0);
    const recorded = [...service.recorded.values()];
    expect(recorded.map(({ purpose }) => purpose)).toEqual([
      'order-42',
      ...[1, 2, 3].map(() => undefined),
    ]);
    expect(recorded.map(({ results }) => results.T1)).toEqual([1, 2, 3, 4].map(() => 'accept'));
    const told = { where: 'report', message: 'invalid-request /purpose' };
    expect(problems).toEqual([told, told]);
  });

  test.each([
    ['is empty', ''],
    ['is longer than the service takes', 'p'.repeat(1025)],
  ])('when the page %s, then that costs no answer, and no purpose', async (_, odd) => {
    const { service, phone, yuexin, problems } = setUp();
    const ask = { page: odd, purpose: 'order-42', templateIds: ['T1'] };
    await phone.tap(() => yuexin.askForGrants(ask));
    expect(await yuexin.flush()).toBe(0);
    expect([...service.recorded.values()]).toMatchObject([
      { purpose: 'order-42', results: { T1: 'accept' } },
    ]);
    expect(problems).toContainEqual({ where: 'report', message: 'invalid-request /page' });
  });

  test('when the phone keeps 500 of them, then an answer that grants nothing makes room, never an accept', async () => {
    let word = 'reject';
    const { phone, yuexin } = setUp({ answerAsk: (ids) => all(word)(ids) });
    await yuexin.prepareAsk(page);
    phone.setOnline(false);
    await phone.tap(() => yuexin.askForGrants({ page }));
    word = 'accept';
    for (let tap = 0; tap < 500; tap += 1) await phone.tap(() => yuexin.askForGrants({ page }));
    expect(yuexin.waitingReports()).toBe(500);
    const kept = phone.storage.get('yuexin:wx1:reports') as Posted[];
    expect(kept.filter(({ results }) => results.T1 === 'accept')).toHaveLength(500);
    await phone.tap(() => yuexin.askForGrants({ page }));
    word = 'reject';
    await phone.tap(() => yuexin.askForGrants({ page }));
    expect(yuexin.waitingReports()).toBe(501);
  });

  test('when the storage is full, then asking and reporting go on', async () => {
    const { service, phone, yuexin, problems } = setUp();
    phone.wx.setStorageSync = () => {
      throw new Error('setStorageSync:fail exceed storage max size');
    };
    await yuexin.prepareAsk(page);
    await phone.tap(() => yuexin.askForGrants({ page }));
    expect(await yuexin.flush()).toBe(0);
    expect(service.recorded.size).toBe(1);
    expect(problems.map(({ where }) => where)).toContain('storage');
  });
});
