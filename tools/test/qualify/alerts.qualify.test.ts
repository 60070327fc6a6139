import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { readRules } from '../../src/alerts/read-rules.ts';
import { freightApp } from '../../src/demo/freight-app.ts';
import { engines, openPrivateStack, type PrivateStack } from '../open-private-stack.ts';
import { openLateDoor } from '../open-late-door.ts';
import { openAlertStage, sendPath, type AlertStage } from './alert-stage.ts';
import { runPrometheus, type Prometheus } from './run-prometheus.ts';
import { scaleRules } from './scale-rules.ts';

jest.setTimeout(300_000);

const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work));

/**
 * The deployed rules in a real Prometheus beside a real stack, twelve times as fast: quiet while all is well, and each alert
 * fires when its fault is made. The faults follow one another; what they leave behind is no matter.
 */
describe('the alerts in a run', () => {
  const seen = new Set<string>();
  const doors: { redis?: Awaited<ReturnType<typeof openLateDoor>> } = {};
  let opened: PrivateStack;
  let stage: AlertStage;
  let prometheus: Prometheus;
  beforeAll(async () => {
    const queueUrl = engines.at(-1)!.queueUrl!;
    doors.redis = await openLateDoor(queueUrl);
    await doors.redis.open();
    opened = await openPrivateStack({
      queueUrl: doors.redis.url,
      env: { SEND_TIMEOUT_MS: '1500', RECONCILE_WINDOW_MS: '1000', DATABASE_POOL_MAX: '5' },
    });
    stage = await openAlertStage(opened.stack);
    prometheus = await runPrometheus({
      rules: scaleRules(readRules()),
      jobs: { 'yuexin-api': opened.stack.apiUrl, 'yuexin-worker': opened.stack.workerUrl },
    });
    await eventually(async () => (await prometheus.up()) === 2, { timeoutMs: 30_000 });
  });
  afterAll(async () => {
    await prometheus.stop();
    await stage.close();
    await opened.close();
    await doors.redis?.close();
  });

  /** Waits until all of them have fired, doing `work` again and again meanwhile. */
  const fires = async (names: readonly string[], work: () => Promise<unknown>): Promise<void> => {
    const stop = new AbortController();
    // What fired in an earlier fault, and is over, is no sign of this one.
    const now = new Set<string>();
    const working = (async () => {
      while (!stop.signal.aborted) await Promise.all([work(), delay(300)]);
    })();
    try {
      await eventually(
        async () => {
          for (const name of await prometheus.firing())
            for (const set of [now, seen]) set.add(name);
          expect([...now]).toEqual(expect.arrayContaining([...names]));
        },
        { timeoutMs: 240_000, intervalMs: 500 },
      );
    } finally {
      stop.abort();
      await working;
    }
  };
  const idle = (): Promise<void> => Promise.resolve();
  const allowAndSend = async (): Promise<void> => {
    const driver = stage.driver();
    await stage.allow(driver);
    await stage.push(driver);
  };
  const sendSome = (count = 5) => times(count, () => stage.push(stage.driver()));

  test('while all is well, none fires', async () => {
    // A target that is not scraped yet is a target that is down.
    await eventually(async () => expect(await prometheus.firing()).toEqual([]), {
      timeoutMs: 30_000,
    });
    const endAt = performance.now() + 60_000;
    while (performance.now() < endAt) {
      const driver = stage.driver();
      await stage.allow(driver);
      await stage.push(driver, { onNoGrant: 'park' });
      await delay(300);
    }
    expect(await prometheus.firedWithin(55)).toEqual([]);
  });

  test('callers that turn away, hang or are gone: YuexinCallbacksFail, YuexinCallbacksLate, YuexinEndpointDisabled, YuexinAlarmOpen', async () => {
    await stage.endpoint((_request, response) => response.writeHead(410).end());
    await times(8, () => stage.endpoint((_request, response) => response.writeHead(500).end()));
    await stage.endpoint(null);
    await fires(
      ['YuexinCallbacksFail', 'YuexinCallbacksLate', 'YuexinEndpointDisabled', 'YuexinAlarmOpen'],
      allowAndSend,
    );
  });

  test('strangers at the event URL: YuexinEventsRefused', async () => {
    await fires(['YuexinEventsRefused'], () =>
      fetch(`${opened.stack.apiUrl}/v1/wechat/${freightApp.appId}/events?signature=no`, {
        method: 'POST',
        body: '{}',
      }),
    );
  });

  test('a queue that is slower than its callers: YuexinQueueWaits, YuexinSlow', async () => {
    await stage.api(`/v1/apps/${freightApp.appId}`, { sendRatePerSecond: 1 }, 'PATCH');
    await fires(['YuexinQueueWaits', 'YuexinSlow'], () => times(3, allowAndSend));
    await stage.api(`/v1/apps/${freightApp.appId}`, { sendRatePerSecond: null }, 'PATCH');
  });

  test('data that WeChat refuses: YuexinSendsRefused, YuexinDeadLetters', async () => {
    await stage.fault({ path: sendPath, kind: 'errcode', value: 47003 });
    await fires(['YuexinSendsRefused', 'YuexinDeadLetters'], () => sendSome());
    await stage.mend();
  });

  test('grants that WeChat does not have: YuexinGrantDrift', async () => {
    await stage.fault({ path: sendPath, kind: 'errcode', value: 43101 });
    await fires(['YuexinGrantDrift'], async () => {
      const driver = stage.driver();
      await stage.allow(driver);
      await stage.push(driver, { onNoGrant: 'park' });
    });
    await stage.mend();
  });

  test('answers and events that are lost: YuexinUnconfirmed', async () => {
    await stage.fault({ path: sendPath, kind: 'hang-after-commit', times: 8 });
    await stage.fault({ path: 'subscribe_msg_sent_event', kind: 'drop-event' });
    await sendSome(10);
    await fires(['YuexinUnconfirmed'], idle);
    await stage.mend();
  });

  test('tables that are locked: YuexinPushesTurnedAway, YuexinDatabaseCrowded, YuexinRequestsFail, YuexinSweepStands, YuexinEventsLate', async () => {
    const late = await stage.hold('lock table ask_reports, grants in access exclusive mode');
    await fires(['YuexinEventsLate'], () => stage.allow(stage.driver()));
    await late();
    const releases = await Promise.all(
      ['pushes', 'events', 'heartbeats'].map((table) =>
        stage.hold(`lock table ${table} in access exclusive mode`),
      ),
    );
    await fires(
      [
        'YuexinPushesTurnedAway',
        'YuexinDatabaseCrowded',
        'YuexinRequestsFail',
        'YuexinSweepStands',
      ],
      () => Promise.allSettled([sendSome(20), stage.allow(stage.driver())]),
    );
    for (const release of releases) await release();
  });

  test('a small quota: YuexinQuotaLow', async () => {
    const small = 'wx00000000000000aa';
    await stage.simulator('/_sim/apps', { appId: small, appSecret: 'small', dailyQuota: 1 });
    await stage.api('/v1/apps', { appId: small, name: 'small', appSecret: 'small' });
    await stage.run(
      `insert into quota_readings (app_id, cgi_path, daily_limit, used, remain)
       values ('${small}', '${sendPath}', 3000, 2950, 50)
       on conflict (app_id, cgi_path) do update set daily_limit = 3000, remain = 50, read_at = now()`,
    );
    await fires(['YuexinQuotaLow'], idle);
  });

  test('a token that dies young, then a secret that WeChat refuses: YuexinTokenChurn, YuexinAppPaused, YuexinTokenGone', async () => {
    await fires(['YuexinTokenChurn'], async () => {
      await stage.simulator(`/_sim/apps/${freightApp.appId}/expire-token`, {});
      await sendSome(1);
    });
    await stage.fault({ path: '/cgi-bin/stable_token', kind: 'errcode', value: 40125 });
    await stage.simulator(`/_sim/apps/${freightApp.appId}/expire-token`, {});
    await fires(['YuexinAppPaused'], () => sendSome(1));
    await stage.run('update app_tokens set expires_at = now()');
    await fires(['YuexinTokenGone'], idle);
    await stage.mend();
    await stage.api(`/v1/apps/${freightApp.appId}/resume`, { reason: 'qualified' });
  });

  test('WeChat away: YuexinWechatAway', async () => {
    await stage.fault({ path: sendPath, kind: 'reset' });
    await fires(['YuexinWechatAway'], () => sendSome());
    await stage.mend();
  });

  test('an event loop that stands: YuexinEventLoopSlow', async () => {
    const api = opened.stack.services.find(({ name }) => name === 'api')!;
    await fires(['YuexinEventLoopSlow'], async () => {
      api.kill('SIGSTOP');
      await delay(450);
      api.kill('SIGCONT');
      await delay(20);
    });
  });

  test('Redis away: YuexinQueueAway', async () => {
    await doors.redis!.close();
    await fires(['YuexinQueueAway'], idle);
    await doors.redis!.open();
  });

  test('the worker killed: YuexinProcessDown, YuexinNoWorker', async () => {
    opened.stack.services.find(({ name }) => name === 'worker')!.kill('SIGKILL');
    await fires(['YuexinProcessDown', 'YuexinNoWorker'], idle);
  });

  test('no alert is left that has not fired', () => {
    const all = readRules().groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
    expect([...seen].sort()).toEqual([...all].sort());
  });
});
