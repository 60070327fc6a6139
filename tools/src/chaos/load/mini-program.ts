import { callJson } from '../../local-stack/call-json.ts';
import type { ChaosApp } from '../plan/chaos-apps.ts';
import type { PlannedTap } from '../plan/plan-load.ts';
import type { Person } from '../stack/seed-chaos-apps.ts';
import type { CallUntilAnswered } from './call-until-answered.ts';
import type { LoadRecord } from './load-record.ts';

/** The users' side: they log in, tap "allow", and the mini program reports it. */
export type MiniProgram = {
  logIn(app: ChaosApp, user: number): Promise<void>;
  tap(tap: PlannedTap): Promise<void>;
};

export function createMiniProgram(deps: {
  apiUrl: string;
  simulatorUrl: string;
  people: readonly Person[];
  call: CallUntilAnswered;
  record: LoadRecord;
}): MiniProgram {
  const { apiUrl, simulatorUrl, people, call, record } = deps;
  const sessions = new Map<string, string>();
  const userIdOf = (app: ChaosApp, user: number): string =>
    people[user]?.userIds.get(app.appId) ?? '';

  const logIn = async (app: ChaosApp, user: number): Promise<void> => {
    const userId = userIdOf(app, user);
    for (let tries = 0; tries < 20; tries += 1) {
      // Codes work once: a login that was not answered begins with new ones.
      const login = await issueCode(simulatorUrl, userId, 'login-code');
      const phone = await issueCode(simulatorUrl, userId, 'phone-code');
      const body = { appId: app.appId, code: login, phoneCode: phone };
      const answer = await call({ url: `${apiUrl}/v1/mp/login`, body });
      if (answer === null) return;
      record.count('logins');
      if (answer.status !== 200) continue;
      const { sessionToken } = answer.body as { sessionToken: string };
      sessions.set(`${app.appId} ${user}`, sessionToken);
      return;
    }
  };

  const report = async (tap: PlannedTap): Promise<boolean> => {
    const key = sessions.get(`${tap.app.appId} ${tap.user}`) ?? '';
    const results = Object.fromEntries(tap.templateIds.map((id) => [id, 'accept']));
    const body = { requestId: tap.id, askedAt: new Date().toISOString(), results };
    const once = () => call({ url: `${apiUrl}/v1/mp/grants`, key, body });
    if (tap.reports === 2) record.count('reports made twice');
    const answers = await Promise.all(Array.from({ length: tap.reports }, once));
    return answers.some((answer) => answer?.status === 200);
  };

  return {
    logIn,
    async tap(tap) {
      const results = Object.fromEntries(tap.templateIds.map((id) => [id, 'accept']));
      const userId = userIdOf(tap.app, tap.user);
      await callJson(`${simulatorUrl}/_sim/users/${userId}/subscribe`, {
        body: { results, silent: tap.isSilent },
      });
      record.tapped(tap, await report(tap));
    },
  };
}

async function issueCode(simulatorUrl: string, userId: string, kind: string): Promise<string> {
  const { code } = await callJson<{ code: string }>(
    `${simulatorUrl}/_sim/users/${userId}/${kind}`,
    {
      method: 'POST',
      body: {},
    },
  );
  return code;
}
