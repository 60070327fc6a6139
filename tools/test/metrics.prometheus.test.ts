import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { readPromql, type NamedMetric } from '../src/alerts/read-promql.ts';
import { readRules } from '../src/alerts/read-rules.ts';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp } from '../src/demo/seed-freight-app.ts';
import { createStoryClient } from '../src/demo/story-client.ts';
import { dashboards } from '../src/grafana/dashboards.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { engines, openPrivateStack, type PrivateStack } from './open-private-stack.ts';
import { promtool } from './support/promtool.ts';
import { readExposition } from './support/read-exposition.ts';

jest.setTimeout(120_000);

const alertExprs = readRules().groups.flatMap((group) => group.rules.map(({ expr }) => expr));
const panelExprs = dashboards.flatMap(({ rows }) =>
  rows.flat().flatMap(({ queries }) => queries.map(({ expr }) => expr)),
);

describe('what Prometheus is given', () => {
  let opened: PrivateStack;
  let endpoint: Server;
  let pages: { api: string; worker: string };
  beforeAll(async () => {
    opened = await openPrivateStack({
      queueUrl: engines.at(-1)!.queueUrl,
      env: { SEND_TIMEOUT_MS: '1500', RECONCILE_WINDOW_MS: '1000' },
    });
    endpoint = createServer((_request, response) => response.writeHead(410).end());
    endpoint.listen(0, '127.0.0.1');
    await once(endpoint, 'listening');
    await makeHistory(opened, (endpoint.address() as AddressInfo).port);
    pages = await eventually(async () => {
      const { stack } = opened;
      const read = async (url: string) => (await fetch(`${url}/metrics`)).text();
      const now = { api: await read(stack.apiUrl), worker: await read(stack.workerUrl) };
      expect(now.worker).toMatch(/^alarms_open\{/m);
      expect(now.worker).toMatch(/^unconfirmed_settled_total\{/m);
      expect(now.worker).toMatch(/^grant_drift_total\{/m);
      return now;
    });
  });
  afterAll(async () => {
    endpoint.close();
    await opened.close();
  });

  test.each(['api', 'worker'] as const)(
    'promtool has nothing to say of the metrics of the %s',
    async (name) => {
      expect(pages[name]).toMatch(/^# TYPE process_cpu_seconds_total counter$/m);
      expect(await promtool(['check', 'metrics'], pages[name])).toEqual({ code: 0, said: '' });
    },
  );

  test('promtool says so when a metric breaks the conventions', async () => {
    const { code, said } = await promtool(
      ['check', 'metrics'],
      '# TYPE a_total gauge\na_total 1\n',
    );
    expect([code, said]).toEqual([3, expect.stringContaining('a_total')]);
  });

  test('every metric and label that alerts and dashboards name is there', () => {
    const exposed = readExposition(pages.api, pages.worker);
    const named = [...alertExprs, ...panelExprs].flatMap(readPromql);
    expect(named.length).toBeGreaterThan(80);
    expect(named.flatMap((metric) => faultsOf(metric, exposed))).toEqual([]);
  });

  test('the alert rules are valid, fire in their faults and are quiet in health', async () => {
    expect(await promtool(['check', 'rules', 'deploy/prometheus/rules.yml'])).toMatchObject({
      code: 0,
    });
    expect(await promtool(['test', 'rules', 'deploy/prometheus/rules.test.yml'])).toMatchObject({
      code: 0,
    });
    expect(await promtool(['check', 'config', 'deploy/prometheus/prometheus.yml'])).toMatchObject({
      code: 0,
    });
  });

  test('every expression of the dashboards is PromQL', async () => {
    const rules = panelExprs.map((expr, index) => ({
      record: `panel:${index}`,
      expr: expr.replaceAll('$__rate_interval', '1m'),
    }));
    const folder = makeScratch('yuexin-panels-');
    const file = path.join(folder, 'panels.yml');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    expect(await promtool(['check', 'rules', file])).toMatchObject({ code: 0 });
    rmSync(folder, { recursive: true });
  });
});

/** Labels that Prometheus itself gives a sample. */
const givenByPrometheus = ['job', 'instance'];
/** WeChat's quota is read every minute at the earliest: too late for a test. poll-quota.test.ts reads their labels. */
const comesLate = ['wechat_quota_remain', 'wechat_quota_limit'];

function faultsOf(
  { name, labels }: NamedMetric,
  exposed: ReturnType<typeof readExposition>,
): string[] {
  if (name === 'up') return [];
  const metric = exposed.get(name);
  if (metric === undefined) return [`${name} is not there`];
  if (comesLate.includes(name)) return [];
  return labels
    .filter((label) => !givenByPrometheus.includes(label) && !metric.labels.has(label))
    .map((label) => `${name} has no label ${label}`);
}

/** A push that is sent, one whose grant WeChat does not have, one whose answer is lost, and an endpoint that is gone. */
async function makeHistory({ stack }: PrivateStack, port: number): Promise<void> {
  const client = createStoryClient(stack);
  const { userId, openid } = await seedFreightApp(stack);
  await callJson(`${stack.apiUrl}/v1/webhook-endpoints`, {
    key: stack.callerKey,
    body: { url: `http://127.0.0.1:${port}/gone`, events: ['push.sent'] },
  });
  const { code } = await client.simulator<{ code: string }>(`/_sim/users/${userId}/login-code`, {});
  const { sessionToken } = await client.api<{ sessionToken: string }>('/v1/mp/login', {
    body: { appId: freightApp.appId, code },
  });
  const results = { [goodsTemplate.templateId]: 'accept' };
  const data = { thing1: '一', thing2: '二' };
  const sendAfterFault = async (fault: object | null, state: string): Promise<void> => {
    await client.simulator(`/_sim/users/${userId}/subscribe`, { results });
    await client.api('/v1/mp/grants', {
      key: sessionToken,
      body: { requestId: `r-${state}-${fault === null}`, results },
    });
    if (fault !== null)
      await client.simulator('/_sim/faults', {
        path: '/cgi-bin/message/subscribe/send',
        times: 1,
        ...fault,
      });
    const { id } = await client.push({ to: { openid }, data });
    const push = await client.waitFor(id, (now) => now.state === state);
    expect(push).toMatchObject({ state });
  };
  await sendAfterFault(null, 'sent');
  await sendAfterFault({ kind: 'hang-after-commit' }, 'sent');
  // Last: what parks takes the next grant.
  await sendAfterFault({ kind: 'errcode', value: 43101 }, 'parked');
}
