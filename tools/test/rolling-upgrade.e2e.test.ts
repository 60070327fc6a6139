import { afterAll, expect, jest, test } from '@jest/globals';
import { mainApp } from '../src/chaos/plan/chaos-apps.ts';
import { openRollingStack, visitInTurn } from './support/open-rolling-stack.ts';

jest.setTimeout(300_000);

const PEOPLE = 60;
const CLIENTS = 3;

const stack = await openRollingStack({ people: PEOPLE });
afterAll(() => stack.close());

test('when every api and worker is replaced under load, then no request fails, nothing is lost and nothing is sent twice', async () => {
  for (let user = 0; user < PEOPLE; user += 1) await stack.parties.miniProgram.logIn(mainApp, user);
  const ending = new AbortController();
  const visits = Array.from({ length: CLIENTS }, (_, client) =>
    visitInTurn(stack, { client, clients: CLIENTS, ending: ending.signal }),
  );
  try {
    await stack.replaceAll();
    await stack.flows();
  } finally {
    ending.abort();
    await Promise.all(visits);
  }
  expect(stack.failures).toEqual([]);
  expect(await stack.audit()).toEqual([]);
});
