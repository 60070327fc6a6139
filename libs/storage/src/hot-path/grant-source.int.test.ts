import { describe, expect, test } from '@jest/globals';
import { openTestLedger, type TestApp } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

type Source = 'either' | 'reported' | 'witnessed';
type Step = 'report' | 'event' | { switchTo: Source };

async function take(step: Step, app: TestApp, userId: string): Promise<void> {
  if (step === 'report') {
    await app.report(userId);
    return;
  }
  if (step === 'event') {
    await app.storeEvent(userId, {
      type: 'subscribe_msg_popup_event',
      items: [{ templateId: 'tpl-1', status: 'accept' }],
    });
    await hotPath.applyEvents(1000);
    return;
  }
  await query('update apps set grant_source = $2 where app_id = $1', [app.appId, step.switchTo]);
}

const name = (step: Step): string =>
  typeof step === 'string' ? step : `switch to ${step.switchTo}`;

/** Evidence of each grant there is in the end. */
const cases: [source: Source, steps: Step[], grants: string[]][] = [
  ['either', ['report'], ['reported']],
  ['either', ['event'], ['witnessed']],
  ['either', ['report', 'event'], ['both']],
  ['either', ['event', 'report'], ['both']],
  ['either', ['report', 'report', 'event'], ['both', 'reported']],
  ['reported', ['report'], ['reported']],
  ['reported', ['event'], []],
  ['reported', ['report', 'event'], ['both']],
  ['reported', ['event', 'report'], ['both']],
  ['reported', ['event', 'event', 'report'], ['both']],
  ['witnessed', ['report'], []],
  ['witnessed', ['event'], ['witnessed']],
  ['witnessed', ['report', 'event'], ['both']],
  ['witnessed', ['event', 'report'], ['both']],
  ['witnessed', ['report', 'report', 'event'], ['both']],
  // What was counted stays; what was not is not counted afterwards, unless its other half comes.
  ['either', ['report', { switchTo: 'witnessed' }], ['reported']],
  ['either', ['report', { switchTo: 'witnessed' }, 'event'], ['both']],
  ['either', ['event', { switchTo: 'reported' }, 'report'], ['both']],
  ['witnessed', ['report', { switchTo: 'either' }], []],
  ['witnessed', ['report', { switchTo: 'either' }, 'event'], ['both']],
  ['witnessed', ['report', { switchTo: 'reported' }, 'event'], []],
  ['reported', ['event', { switchTo: 'either' }], []],
  ['reported', ['event', { switchTo: 'either' }, 'report'], ['both']],
  ['reported', ['event', { switchTo: 'witnessed' }, 'report'], []],
  ['reported', ['event', { switchTo: 'witnessed' }, 'event'], ['witnessed']],
];

describe('Which evidence an app trusts', () => {
  test.each(
    cases.map(
      ([source, steps, grants]) => [source, steps.map(name).join(', '), steps, grants] as const,
    ),
  )('%s: %s', async (grantSource, _steps, steps, grants) => {
    const app = await ledger.newApp({ grantSource });
    const userId = await app.newUser();
    const parked = await app.push(userId);
    for (const step of steps) await take(step, app, userId);
    const rows = await query<{ evidence: string }>(
      'select evidence from grants where user_id = $1 order by evidence',
      [userId],
    );
    expect(rows.map(({ evidence }) => evidence)).toEqual(grants);
    expect((await ledger.read(parked)).state).toBe(grants.length > 0 ? 'queued' : 'parked');
  });
});
