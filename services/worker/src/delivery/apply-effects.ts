import type { Decision, Outcome } from '@yuexin/domain';
import type { ClaimedPush } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import type { TokenSource } from '@yuexin/wechat-client';
import type { HoldApp } from './create-hold-app.ts';

export type EffectsInput = {
  push: ClaimedPush;
  outcome: Outcome;
  decision: Decision;
  tokenGeneration: number | null;
};

export type ApplyEffects = (input: EffectsInput) => Promise<void>;

type Deps = {
  holdApp: Pick<HoldApp, 'pauseApp' | 'pauseTemplate' | 'raiseAlarm'>;
  tokens: Pick<TokenSource, 'refused'>;
  /** True when this has not just been done; see createOncePer. */
  isNews: (key: string) => boolean;
  logger: Logger;
};

type Effect = { what: string; run: () => Promise<void> };

/**
 * What an outcome means beyond its own push: for the token, the app, the template, the operator. Never rejects: an effect
 * that fails is logged, and the next push that meets the same answer brings it again.
 */
export function createApplyEffects(deps: Deps): ApplyEffects {
  return async (input) => {
    const { appId, pushId } = input.push;
    const apply = async ({ what, run }: Effect): Promise<void> => {
      try {
        await run();
      } catch (error) {
        deps.logger.error(`${what} failed`, { appId, pushId, error });
      }
    };
    await Promise.all(effectsOf(deps, input).map(apply));
  };
}

function effectsOf(
  deps: Deps,
  { push, outcome, decision, tokenGeneration }: EffectsInput,
): Effect[] {
  const { appId, templateId } = push;
  const { appPause, templatePause, alarm } = decision;
  const { holdApp, isNews } = deps;
  const effects: Effect[] = [];
  if (decision.refreshToken && tokenGeneration !== null && outcome.kind === 'refused') {
    const refusal = { appId, generation: tokenGeneration, errcode: outcome.errcode };
    effects.push({ what: 'telling of a refused token', run: () => deps.tokens.refused(refusal) });
  }
  if (appPause !== null && isNews(`pause ${appId} ${appPause.kind}`)) {
    effects.push({ what: 'pausing the app', run: () => holdApp.pauseApp(appId, appPause) });
  }
  if (templatePause !== null && isNews(`pause ${appId} ${templateId}`)) {
    const run = () => holdApp.pauseTemplate({ appId, templateId }, templatePause);
    effects.push({ what: 'pausing the template', run });
  }
  if (alarm !== null && isNews(`alarm ${appId} ${alarm.code}`)) {
    effects.push({ what: 'raising an alarm', run: () => holdApp.raiseAlarm(appId, alarm) });
  }
  return effects;
}
