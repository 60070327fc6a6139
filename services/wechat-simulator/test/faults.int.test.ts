import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { rawRequest } from './raw-request.ts';
import {
  goodData,
  sendPath,
  startReadySimulator,
  templateId,
  type TestSimulator,
} from './simulator-harness.ts';

let simulator: TestSimulator;
let user: { userId: string; openid: string };

beforeEach(async () => {
  ({ simulator, user } = await startReadySimulator());
  await simulator.allow(user.userId);
});
afterEach(() => simulator.close());

const sends = async (): Promise<unknown[]> =>
  (await simulator.control('GET', '/ledger')).json.sends as unknown[];
const lastCall = async () =>
  ((await simulator.control('GET', `/calls?path=${sendPath}&limit=1`)).json.data as object[])[0];

describe('faults that keep the call from being carried out', () => {
  it('errcode: when it is set once, then the next call draws it and the one after goes through', async () => {
    await simulator.fault({ path: sendPath, kind: 'errcode', value: 45011, times: 1 });
    const { json } = await simulator.send(user.openid);
    expect(json.errcode).toBe(45011);
    expect(json.errmsg).toMatch(/^api minute-quota reach limit, must slower.* rid: /);
    expect(await sends()).toEqual([]);
    expect((await simulator.send(user.openid)).json.errcode).toBe(0);
  });

  it('status: when it is set, then that status with an empty body', async () => {
    await simulator.fault({ path: sendPath, kind: 'status', value: 504 });
    const { status, text } = await simulator.send(user.openid);
    expect([status, text]).toEqual([504, '']);
  });

  it('html: when it is set, then a gateway’s page', async () => {
    await simulator.fault({ path: sendPath, kind: 'html' });
    const { status, headers, text } = await simulator.send(user.openid);
    expect([status, headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(text).toMatch(/^<html>/);
  });

  it('empty: when it is set, then 200 with nothing', async () => {
    await simulator.fault({ path: sendPath, kind: 'empty' });
    const { status, text } = await simulator.send(user.openid);
    expect([status, text]).toEqual([200, '']);
    expect(await sends()).toEqual([]);
  });

  it('reset: when it is set, then the connection is cut with RST', async () => {
    await simulator.fault({ path: sendPath, kind: 'reset' });
    const body = JSON.stringify({ touser: user.openid, template_id: templateId, data: goodData });
    const token = await simulator.stableToken();
    const request = `POST ${sendPath}?access_token=${token} HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    expect(await rawRequest(simulator.port, request)).toEqual({ text: '', isReset: true });
    expect(await sends()).toEqual([]);
    expect(await lastCall()).toMatchObject({ fault: 'reset', isAborted: true, status: null });
  });
});

describe('faults after the call was carried out', () => {
  it.each([
    ['status', 502],
    ['errcode', -1],
    ['empty', undefined],
  ])('%s with isAfterCommit: when it is set, then the send is recorded', async (kind, value) => {
    await simulator.fault({ path: sendPath, kind, value, isAfterCommit: true });
    await simulator.send(user.openid);
    expect(await sends()).toHaveLength(1);
  });

  it('hang-after-commit: when it is set, then the send is recorded, no answer comes, and the openid is free', async () => {
    await simulator.fault({ path: sendPath, kind: 'hang-after-commit', times: 1 });
    await simulator.allow(user.userId);
    const token = await simulator.stableToken();
    const path = `${simulator.url}${sendPath}?access_token=${token}`;
    const body = JSON.stringify({ touser: user.openid, template_id: templateId, data: goodData });
    const leave = new AbortController();
    const hanging = fetch(path, { method: 'POST', body, signal: leave.signal }).catch(() => 'left');
    await eventually(async () => (await sends()).length === 1);
    expect((await simulator.send(user.openid)).json.errcode).toBe(0);
    leave.abort();
    expect(await hanging).toBe('left');
    await eventually(async () => {
      const calls = (await simulator.control('GET', `/calls?path=${sendPath}`)).json;
      expect(calls.data).toMatchObject([
        { fault: null, isAborted: false },
        { fault: 'hang-after-commit', isAborted: true, status: null },
      ]);
    });
  });

  it('delay: when it is set, then the answer is late and a second send meanwhile is 43108', async () => {
    await simulator.allow(user.userId);
    await simulator.fault({ path: sendPath, kind: 'delay', value: 1_500, times: 1 });
    const startedAt = performance.now();
    const late = simulator.send(user.openid);
    await eventually(async () => (await sends()).length === 1);
    expect((await simulator.send(user.openid)).json.errcode).toBe(43108);
    expect((await late).json.errcode).toBe(0);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_499);
  });

  it('no-msgid: when it is set, then the answer lacks it', async () => {
    await simulator.fault({ path: sendPath, kind: 'no-msgid' });
    expect((await simulator.send(user.openid)).text).toBe('{"errcode":0,"errmsg":"ok"}');
  });
});

describe('control of faults', () => {
  it('when faults are set, then they are listed with their hits, and gone after DELETE', async () => {
    const { status, json } = await simulator.fault({ path: sendPath, kind: 'empty' });
    expect([status, json.hits]).toEqual([201, 0]);
    await simulator.send(user.openid);
    const listed = (await simulator.control('GET', '/faults')).json;
    expect(listed.data).toMatchObject([{ id: json.id, kind: 'empty', hits: 1 }]);
    expect((await simulator.control('DELETE', '/faults')).json).toEqual({ removed: 1 });
    expect((await simulator.send(user.openid)).json.errcode).toBe(0);
  });

  it('when one is deleted by its id, then the others stay; a second time it is 404', async () => {
    const { json } = await simulator.fault({ kind: 'empty' });
    await simulator.fault({ kind: 'html' });
    expect((await simulator.control('DELETE', `/faults/${String(json.id)}`)).status).toBe(200);
    expect((await simulator.control('DELETE', `/faults/${String(json.id)}`)).status).toBe(404);
    expect((await simulator.control('GET', '/faults')).json.data).toMatchObject([{ kind: 'html' }]);
  });

  it('when a fault is for one openid, then others are served', async () => {
    const other = await simulator.addUser({ phone: '13900139000' });
    await simulator.fault({ path: sendPath, kind: 'errcode', value: 43101, openid: other.openid });
    expect((await simulator.send(user.openid)).json.errcode).toBe(0);
    await simulator.allow(other.userId);
    expect((await simulator.send(other.openid)).json.errcode).toBe(43101);
  });
});
