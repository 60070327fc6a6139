import { expect, jest, test } from '@jest/globals';
import { createApiBed } from './support/api-bed.ts';
import {
  seededRandom,
  writeStory,
  type StoryEvent,
  type StoryUser,
} from './support/event-story.ts';
import { openStage, type Stage } from './support/story-stage.ts';

// 10,000 requests on a busy machine.
jest.setTimeout(900_000);

const clean = await createApiBed();
const shaken = await createApiBed();
const deliveries = 10_000;
const seed = 20_261_127;

const appId = 'wxstory';
const templateId = 'tpl-story';
const story = writeStory({ seed, users: 300, templateId, now: new Date() });

async function applyAll(stage: Stage): Promise<void> {
  while ((await stage.apply(200)) > 0);
}

function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const keyed = list.map((value) => ({ value, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

type Act = { user: StoryUser; run: (user: StoryUser) => Promise<void> };

/** Each user's acts one after the other, the users beside each other. */
async function perform(acts: readonly Act[]): Promise<void> {
  const users = [...new Set(acts.map(({ user }) => user))];
  await Promise.all(
    users.map(async (one) => {
      for (const { user, run } of acts) if (user === one) await run(user);
    }),
  );
}

/** Everything in its order: what was sent is settled, then WeChat tells of it, once. */
async function playInOrder(stage: Stage): Promise<void> {
  await Promise.all(
    story.users.map(async (user) => {
      for (let step = 0; step < user.sends.length * 2; step += 1) await stage.step(user);
      for (const tap of user.taps) if (tap.isReported) await stage.report(user, tap);
    }),
  );
  for (let at = 0; at < story.events.length; at += 200) {
    await stage.post(story.events.slice(at, at + 200));
    await applyAll(stage);
  }
}

/** The same, shaken: events twenty times over, in any order, before, during and after the settle they belong to, in random batches. */
async function playShaken(stage: Stage): Promise<number> {
  const random = seededRandom(seed + 1);
  const step: Act['run'] = (user) => stage.step(user);
  const acts: Act[] = story.users.flatMap((user) => [
    ...user.sends.flatMap(() => [step, step].map((run) => ({ user, run }))),
    ...user.taps
      .filter(({ isReported }) => isReported)
      .flatMap((tap) => {
        const run = () => stage.report(user, tap);
        return [
          { user, run },
          { user, run },
        ];
      }),
  ]);
  const copies = Array.from(
    { length: deliveries },
    (_, at) => story.events[at % story.events.length]!,
  );
  let left = shuffle<StoryEvent | Act>([...copies, ...acts], random);
  let posted = 0;
  while (left.length > 0) {
    const slice = left.slice(0, 1 + Math.floor(random() * 1500));
    left = left.slice(slice.length);
    await perform(slice.filter((one): one is Act => 'run' in one));
    const events = slice.filter((one): one is StoryEvent => 'body' in one);
    const ready = events.filter((event) => stage.hasBegun(event));
    await stage.post(ready);
    posted += ready.length;
    // WeChat cannot tell of what has not begun: that copy comes later.
    left.push(...events.filter((event) => !stage.hasBegun(event)));
    if (random() < 0.7) await stage.apply(1 + Math.floor(random() * 1000));
  }
  await applyAll(stage);
  return posted;
}

test('when 10,000 deliveries of events come repeated and reordered, then the ledger is that of the clean run', async () => {
  const open = (api: typeof clean) => openStage({ api, appId, templateId, story });
  const [first, second] = [await open(clean), await open(shaken)];
  await playInOrder(first);
  expect(await playShaken(second)).toBe(deliveries);

  const [expected, ledger] = [await first.ledger(), await second.ledger()];
  const differing = Object.keys(expected).filter((key) => expected[key] !== ledger[key]);
  expect(differing.map((key) => [key, expected[key], ledger[key]])).toEqual([]);
  expect(Object.keys(ledger)).toEqual(Object.keys(expected));

  // The story has all that may become of a send.
  const seen = new Set(Object.values(expected));
  for (const end of ['sent confirmed ', 'sent failed ', 'sent pending ', 'dead failed unconfirmed'])
    expect([...seen]).toContain(end);
  expect([...seen].filter((end) => end.startsWith('unconfirmed'))).not.toEqual([]);
});
