import type { Decision } from '@yuexin/domain';
import type { ClaimedPush } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { HoldApp } from './create-hold-app.ts';

export type ApplyEffects = (push: ClaimedPush, decision: Decision) => Promise<void>;

type Deps = {
  holdApp: HoldApp;
  /** True when this has not just been done; see createOncePer. */
  isNews: (key: string) => boolean;
  logger: Logger;
};

type Effect = { what: string; run: () => Promise<void> };

/**
 * What a settled decision means beyond PostgreSQL: the queue's brake and the operator's alarm. Never rejects: an effect
 * that fails is logged, the look for apps or the next push that meets the same answer brings it again.
 */
export function createApplyEffects(deps: Deps): ApplyEffects {
  return async (push, decision) => {
    const { appId, pushId } = push;
    const apply = async ({ what, run }: Effect): Promise<void> => {
      try {
        await run();
      } catch (error) {
        deps.logger.warn(`${what} failed`, { appId, pushId, error });
      }
    };
    await Promise.all(effectsOf(deps, push, decision).map(apply));
  };
}

function effectsOf(deps: Deps, push: ClaimedPush, decision: Decision): Effect[] {
  const { appId, templateId } = push;
  const { appPause, templatePause, alarm } = decision;
  const { holdApp, isNews } = deps;
  const effects: Effect[] = [];
  if (appPause !== null && isNews(`pause ${appId} ${appPause.kind}`)) {
    effects.push({ what: 'the brake of an app', run: () => holdApp.brake(appId, appPause) });
  }
  if (templatePause !== null && isNews(`pause ${appId} ${templateId}`)) {
    const { reason, until } = templatePause;
    deps.logger.warn('the template is paused', { appId, templateId, until, reason });
  }
  if (alarm !== null && isNews(`alarm ${appId} ${alarm.code}`)) {
    effects.push({ what: 'an alarm', run: () => holdApp.raiseAlarm(appId, alarm) });
  }
  return effects;
}
