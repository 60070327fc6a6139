import { beforeEach, describe, expect, test } from '@jest/globals';
import { createSilence } from '../test-support/create-silence.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { query } = ledger;
const { silent, beatAllAlong, laterSuccess, unreported, report, forgetBeats, judge } =
  createSilence(ledger);

beforeEach(async () => {
  await forgetBeats();
  await query(`update pushes set state = 'cancelled' where state = 'unconfirmed'`);
});

/** All that silence needs, but for what the test is about. */
async function provenSilence() {
  const found = await silent();
  await beatAllAlong();
  await laterSuccess(found.app);
  return found;
}

describe('Silence beside the other messages of its time', () => {
  test.each([
    ['just before it', 310],
    ['just after it', 280],
    ['a window ago', 121],
  ])(
    'when WeChat has not reported on a message sent %s, then events get lost: not judged until it does',
    async (_, secondsAgo) => {
      const { app, pushId } = await provenSilence();
      const other = await unreported(app, secondsAgo);
      expect((await judge()).touched).toBe(0);
      expect((await ledger.read(pushId)).state).toBe('unconfirmed');

      await report(app, other);
      expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
    },
  );

  test('when a push accepted before it was sent at its time and not reported, then it is not judged', async () => {
    const app = await ledger.newApp();
    const elder = await unreported(app, 300);
    const { pushId } = await silent({}, 1, app);
    await beatAllAlong();
    await laterSuccess(app);
    expect((await judge()).touched).toBe(0);
    await report(app, elder);
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
  });

  test.each([
    ['a moment ago', 100],
    ['long before', 430],
  ])(
    'when the message that is not reported was sent %s, then it says nothing of that time: judged',
    async (_, secondsAgo) => {
      const { app, pushId } = await provenSilence();
      await unreported(app, secondsAgo);
      expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
    },
  );

  test('when the message that is not reported is of another app, then it is judged', async () => {
    const { pushId } = await provenSilence();
    await unreported(await ledger.newApp(), 290);
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
  });

  test('when another was called sent without an answer of WeChat, then no report of it is waited for', async () => {
    const { app, pushId } = await provenSilence();
    const other = await unreported(app, 290);
    await query(
      `update pushes set reason = '{"code":"inferred-by-43101","message":""}' where id = $1`,
      [other.pushId],
    );
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
  });
});
