import { mainApp, quotaApp, type ChaosApp } from './chaos-apps.ts';
import { createTapLimit } from './create-tap-limit.ts';
import type { ChaosProfile } from './chaos-profile.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Users are numbered; each is a person in both apps. */
export type PlannedPush = {
  /** Unique in the run; travels in the message. */
  tag: string;
  app: ChaosApp;
  user: number;
  templateId: string;
  address: 'openid' | 'phone';
  priority: 'high' | 'normal' | 'low' | null;
  onNoGrant: 'park' | 'reject' | 'send-anyway' | null;
  onUnconfirmed: 'reconcile' | 'hold' | 'resend' | null;
  ttlSeconds: number | null;
  sendAfterMs: number | null;
  /** The impatient caller asks twice at once, with the same key. */
  isAskedTwice: boolean;
  /** Cancelled this long after it was accepted. */
  cancelAfterMs: number | null;
};

export type PlannedTap = {
  id: string;
  app: ChaosApp;
  user: number;
  templateIds: readonly string[];
  /** No pop-up ("always keep"): WeChat sends no event. */
  isSilent: boolean;
  /** How often the mini program reports it: never (closed too early), once, or twice at once. */
  reports: 0 | 1 | 2;
};

export type Operation = { atMs: number } & (
  | { kind: 'tap'; tap: PlannedTap }
  | { kind: 'push'; push: PlannedPush }
  | { kind: 'batch'; pushes: readonly PlannedPush[] }
  | { kind: 'login'; app: ChaosApp; user: number }
);

/** The whole load of a run in order of time: about as many "allow" as messages. */
export function planLoad(input: {
  random: SeededRandom;
  profile: ChaosProfile;
  seed: number;
}): Operation[] {
  const { random, profile, seed } = input;
  const drawer = createDrawer({ random, users: profile.users, seed });
  const count = Math.round(profile.seconds * profile.operationsPerSecond);
  const gapMs = 1_000 / profile.operationsPerSecond;
  return Array.from({ length: count }, (_, index) => {
    const atMs = Math.round((index + random.next()) * gapMs);
    const dice = random.next();
    const tap = dice < 0.47 ? drawer.tap(atMs) : null;
    if (tap !== null) return { atMs, kind: 'tap', tap };
    if (dice >= 0.47 && dice < 0.92) return { atMs, kind: 'push', push: drawer.push() };
    if (dice >= 0.92 && dice < 0.97) {
      const size = random.between(2, 6);
      return { atMs, kind: 'batch', pushes: Array.from({ length: size }, () => drawer.push()) };
    }
    return { atMs, kind: 'login', app: drawer.app(), user: random.between(0, profile.users - 1) };
  });
}

const pickSome = <T>(random: SeededRandom, share: number, items: readonly T[]): T | null =>
  random.chance(share) ? random.pick(items) : null;

function createDrawer(deps: { random: SeededRandom; users: number; seed: number }) {
  const { random, users, seed } = deps;
  const limit = createTapLimit();
  let pushes = 0;
  let tapCount = 0;
  const app = (): ChaosApp => (random.chance(0.85) ? mainApp : quotaApp);
  const anybody = (): number => random.between(0, users - 1);
  const drawTemplates = (chosen: ChaosApp): readonly string[] => {
    const [first, second, standing] = chosen.templateIds as [string, string?, string?];
    if (standing !== undefined && random.chance(0.04)) return [standing];
    if (second === undefined) return [first];
    return random.chance(0.25) ? [first, second] : [random.chance(0.7) ? first : second];
  };
  return {
    app,
    /** Null when everybody has tapped enough for now. */
    tap(atMs: number): PlannedTap | null {
      tapCount += 1;
      const chosen = app();
      const templateIds = drawTemplates(chosen);
      let user = anybody();
      const keysOf = (of: number): string[] =>
        templateIds.map((id) => `${chosen.appId} ${of} ${id}`);
      const isFull = (): boolean => keysOf(user).some((key) => limit.isReached(key, atMs));
      for (let tries = 0; tries < users && isFull(); tries += 1) user = (user + 1) % users;
      if (isFull()) return null;
      for (const key of keysOf(user)) limit.note(key, atMs);
      const dice = random.next();
      return {
        id: `s${seed}-t${String(tapCount)}`,
        app: chosen,
        user,
        templateIds,
        isSilent: random.chance(0.05),
        reports: dice < 0.03 ? 0 : dice < 0.18 ? 2 : 1,
      };
    },
    push(): PlannedPush {
      pushes += 1;
      const chosen = app();
      return {
        tag: `s${seed}-p${String(pushes)}`,
        app: chosen,
        user: anybody(),
        templateId: drawTemplates(chosen)[0] ?? '',
        address: random.chance(0.3) ? 'phone' : 'openid',
        priority: pickSome(random, 0.4, ['high', 'normal', 'low']),
        onNoGrant: pickSome(random, 0.18, ['park', 'reject', 'send-anyway']),
        onUnconfirmed: pickSome(random, 0.18, ['reconcile', 'hold', 'resend']),
        ttlSeconds: random.chance(0.06) ? random.between(5, 25) : null,
        sendAfterMs: random.chance(0.05) ? random.between(500, 4_000) : null,
        isAskedTwice: random.chance(0.06),
        cancelAfterMs: random.chance(0.02) ? random.between(0, 1_500) : null,
      };
    },
  };
}
