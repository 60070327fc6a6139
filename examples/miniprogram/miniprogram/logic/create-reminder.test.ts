import { describe, expect, test } from '@jest/globals';
import type { Answered, NotAsked, Settings } from '@yuexin/miniprogram';
import { cardOf } from './card-of';
import { createReminder } from './create-reminder';

const page = 'pages/goods/list';
const matched = 'T-matched';
const hourMs = 3_600_000;

const answered = (results: Answered['results']): Answered => ({
  ...{ kind: 'answered', results },
  accepted: Object.keys(results).filter((id) => results[id] === 'accept'),
});
const refused = answered({ [matched]: 'reject' });
const accepted = answered({ [matched]: 'accept' });

/** A mini program whose helper answers as the test says. */
function setUp(kept = new Map<string, unknown>()) {
  const world = {
    plan: [matched],
    isPlannerAway: false,
    plansMissed: 0,
    waiting: 0,
    settings: { mainSwitch: true, accepted: [], rejected: [] } as Settings | null,
    answer: accepted as Answered | NotAsked,
    asked: [] as (string[] | undefined)[],
    nowMs: 1_000_000,
    kept,
  };
  const reminder = createReminder({
    yuexin: {
      prepareAsk: () => {
        if (world.isPlannerAway) world.plansMissed += 1;
        return Promise.resolve(world.plan);
      },
      waitingReports: () => world.waiting,
      readSettings: () => Promise.resolve(world.settings),
      askForGrants: ({ templateIds }) => {
        world.asked.push(templateIds);
        return Promise.resolve(world.answer);
      },
    },
    plansMissed: () => world.plansMissed,
    memory: {
      read: (name) => kept.get(name) ?? '',
      write: (name, value) => void kept.set(name, value),
    },
    matchedTemplateId: matched,
    nowMs: () => world.nowMs,
  });
  return { world, reminder };
}

describe('the button that says "remind me"', () => {
  test('when it is tapped, then its own template is asked for in the same turn, with what else the plan has', async () => {
    const { world, reminder } = setUp();
    world.plan = ['T-paid', matched, 'T-quote', 'T-news'];
    await reminder.prepare({ page });
    const view = reminder.remindMe(page);
    expect(world.asked).toEqual([[matched, 'T-paid', 'T-quote']]);
    expect(await view).toMatchObject({ state: 'on', button: '' });
  });

  test('when its template is in no plan, then it is asked for alone: the others may be of another kind', async () => {
    const { world, reminder } = setUp();
    world.plan = ['T-long-term'];
    await reminder.prepare({ page });
    await reminder.remindMe(page);
    expect(world.asked).toEqual([[matched]]);
  });

  test('when nothing was prepared yet, then it asks all the same', async () => {
    const { world, reminder } = setUp();
    await reminder.remindMe(page);
    expect(world.asked).toEqual([[matched]]);
  });

  test('when the user says "not this time", then the card says so, keeps its button, and the next tap asks again', async () => {
    const { world, reminder } = setUp();
    await reminder.prepare({ page });
    world.answer = refused;
    const view = await reminder.remindMe(page);
    expect(view.state).toBe('later');
    expect(cardOf(view)).toMatchObject({ canAsk: true, isBlocked: false });
    world.answer = accepted;
    expect((await reminder.remindMe(page)).state).toBe('on');
  });

  test.each([
    ['busy', 'off'],
    ['network', 'failed'],
    ['not-a-tap', 'failed'],
    ['unknown', 'failed'],
    ['switched-off', 'blocked'],
  ] as const)(
    'when nothing was asked because of %s, then the card is %s',
    async (reason, state) => {
      const { world, reminder } = setUp();
      await reminder.prepare({ page });
      world.answer = { kind: 'not-asked', reason };
      expect((await reminder.remindMe(page)).state).toBe(state);
    },
  );

  test('when WeChat has barred the template, then the card is blocked', async () => {
    const { world, reminder } = setUp();
    world.answer = answered({ [matched]: 'ban' });
    expect((await reminder.remindMe(page)).state).toBe('blocked');
  });
});

describe('the card of a page that is shown', () => {
  test('when the user was reminded, then the button is back; until then it stays away, over restarts', async () => {
    const { world, reminder } = setUp();
    expect(await reminder.prepare({ page })).toMatchObject({ state: 'off' });
    await reminder.remindMe(page);
    world.plan = [];
    expect(await reminder.prepare({ page })).toMatchObject({ state: 'on' });
    const restarted = setUp(world.kept);
    restarted.world.plan = [];
    expect(await restarted.reminder.prepare({ page })).toMatchObject({ state: 'on' });
    const fromMessage = await restarted.reminder.prepare({ page, isFromMessage: true });
    expect(cardOf(fromMessage)).toMatchObject({ canAsk: true });
  });

  test('when the planner wants the reminder again, then the button is back, by whatever way the user came; nothing is asked', async () => {
    const { world, reminder } = setUp();
    await reminder.remindMe(page);
    expect(cardOf(await reminder.prepare({ page }))).toMatchObject({ canAsk: true });
    expect(world.asked).toHaveLength(1);
    const restarted = setUp(world.kept).reminder;
    expect(await restarted.prepare({ page })).toMatchObject({ state: 'off' });
  });

  test('when the planner cannot know what was allowed, then the button stays away', async () => {
    const { world, reminder } = setUp();
    await reminder.remindMe(page);
    world.waiting = 1;
    expect(await reminder.prepare({ page })).toMatchObject({ state: 'on' });
    Object.assign(world, { waiting: 0, isPlannerAway: true });
    expect(await reminder.prepare({ page })).toMatchObject({ state: 'on' });
    world.isPlannerAway = false;
    const shown = reminder.prepare({ page, isFromMessage: true });
    await reminder.remindMe(page);
    expect(await shown).toMatchObject({ state: 'on' });
  });

  test('when the user has rejected it for good or switched all off, then it leads to the settings, and back', async () => {
    const { world, reminder } = setUp();
    world.settings = { mainSwitch: true, accepted: [], rejected: [matched] };
    expect(cardOf(await reminder.prepare({ page }))).toMatchObject({
      isBlocked: true,
      canAsk: false,
    });
    world.settings = { mainSwitch: false, accepted: [], rejected: [] };
    expect((await reminder.prepare({ page })).state).toBe('blocked');
    world.settings = { mainSwitch: true, accepted: [matched], rejected: [] };
    expect((await reminder.prepare({ page })).state).toBe('off');
  });

  test('when WeChat tells no settings, then the card is as before', async () => {
    const { world, reminder } = setUp();
    world.settings = null;
    expect((await reminder.prepare({ page })).state).toBe('off');
  });
});

describe('asking along with another tap', () => {
  test('when nothing presses, then nothing is asked', async () => {
    const { world, reminder } = setUp();
    await reminder.askAlong(page);
    world.plan = [];
    await reminder.prepare({ page });
    await reminder.askAlong(page);
    expect(world.asked).toEqual([]);
  });

  test('when something presses, then the plan is asked for, once a day', async () => {
    const { world, reminder } = setUp();
    await reminder.prepare({ page });
    await reminder.askAlong(page);
    await reminder.askAlong(page);
    expect(world.asked).toEqual([undefined]);
    world.nowMs += 24 * hourMs;
    await reminder.askAlong(page);
    expect(world.asked).toHaveLength(2);
  });

  test('when the user has said "not this time" today, then not before tomorrow', async () => {
    const { world, reminder } = setUp();
    await reminder.prepare({ page });
    world.answer = refused;
    await reminder.remindMe(page);
    world.nowMs += 23 * hourMs;
    await reminder.askAlong(page);
    expect(world.asked).toHaveLength(1);
    world.nowMs += hourMs;
    await reminder.askAlong(page);
    expect(world.asked).toHaveLength(2);
  });

  test('when the reminder is allowed along the way, then its card says so', async () => {
    const { world, reminder } = setUp();
    await reminder.prepare({ page });
    await reminder.askAlong(page);
    world.plan = [];
    expect((await reminder.prepare({ page })).state).toBe('on');
  });
});
