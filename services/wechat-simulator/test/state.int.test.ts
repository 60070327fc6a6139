import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { appId, startSimulator, templateId } from './simulator-harness.ts';

let folder: string;
let stateFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yuexin-simulator-'));
  stateFile = join(folder, 'deep', 'state.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('state file', () => {
  it('when the simulator is started again, then grants, messages, settings and the token are there', async () => {
    const first = await startSimulator({ stateFile });
    await first.setUpApp({ dailyQuota: 77 });
    await first.setUpTemplate();
    const user = await first.addUser({ phone: '13800138000' });
    await first.allow(user.userId, { keep: true });
    await first.allow(user.userId);
    const token = await first.stableToken();
    const sent = await first.send(user.openid);
    await first.close();

    const second = await startSimulator({ stateFile });
    const shown = (await second.control('GET', `/users/${user.userId}`)).json;
    expect(shown).toMatchObject({
      phone: '+8613800138000',
      grants: { [templateId]: { granted: 2, spent: 1, available: 1 } },
    });
    const inbox = (await second.control('GET', `/messages?openid=${user.openid}`)).json;
    expect(inbox.data).toHaveLength(1);
    expect((await second.control('GET', '/apps')).json.data).toMatchObject([
      { appId, dailyQuota: 77 },
    ]);
    expect(await second.stableToken()).toBe(token);
    expect(await second.addUser({ phone: '13800138000' })).toEqual(user);
    const again = await second.send(user.openid);
    const msgidOf = ({ text }: { text: string }) => BigInt(/"msgid":(\d+)/.exec(text)![1]!);
    expect(msgidOf(again)).toBeGreaterThan(msgidOf(sent));
    await second.close();
  });

  it('when something changes, then the file follows by itself, whole at every moment', async () => {
    const simulator = await startSimulator({ stateFile });
    await simulator.setUpApp();
    await eventually(() => existsSync(stateFile));
    const { userId } = await simulator.addUser({ phone: '13800138000' });
    await eventually(() => readFileSync(stateFile, 'utf8').includes(userId));
    expect(() => JSON.parse(readFileSync(stateFile, 'utf8')) as unknown).not.toThrow();
    await simulator.close();
  });

  it('when the file is broken, then it is put aside and the simulator starts empty', async () => {
    const first = await startSimulator({ stateFile });
    await first.setUpApp();
    await first.close();
    writeFileSync(stateFile, '{"version":1,"apps":');
    const second = await startSimulator({ stateFile });
    expect((await second.control('GET', '/apps')).json.data).toEqual([]);
    expect(existsSync(`${stateFile}.broken`)).toBe(true);
    await second.close();
  });
});
