import { markTemplates } from '@yuexin/domain';
import type { AudienceAtWork, Storage } from '@yuexin/storage';

export type AudienceTemplate = Awaited<ReturnType<Storage['templates']['list']>>[number];

export type AudienceVerdict =
  | { kind: 'go'; allowed: number }
  /** It goes on by itself when that is over. */
  | { kind: 'hold'; code: 'app-paused' | 'template-paused' | 'backlog' }
  /** A person has to look at it. */
  | {
      kind: 'stop';
      code: 'caller-ended' | 'template-removed' | 'template-changed';
      message: string;
    };

/** Whether an audience may go on now, and by how many pushes. */
export function judgeAudience(input: {
  audience: AudienceAtWork;
  /** All of its app. */
  templates: readonly AudienceTemplate[];
  /** Pushes that its app's queue has room for. */
  room: number;
  now: Date;
}): AudienceVerdict {
  const { audience, templates, room, now } = input;
  const { push } = audience;
  const ids = push.choices?.map(({ templateId }) => templateId) ?? [push.templateId];
  const own = templates.filter(({ templateId }) => ids.includes(templateId));
  if (audience.hasCallerEnded)
    return {
      ...{ kind: 'stop', code: 'caller-ended' },
      message: 'Every key of whoever made it has ended. Whoever resumes it takes it over.',
    };
  if (own.length < ids.length || own.some(({ state }) => state === 'removed'))
    return {
      ...{ kind: 'stop', code: 'template-removed' },
      message: 'A template of its message was removed from the app.',
    };
  if (markTemplates(own) !== audience.templateMark)
    return {
      ...{ kind: 'stop', code: 'template-changed' },
      message:
        'The keywords of a template of its message changed. Resumed, every message is held against them as they are then.',
    };
  if (audience.isAppPaused) return { kind: 'hold', code: 'app-paused' };
  const isPaused = ({ pause }: AudienceTemplate): boolean =>
    pause !== null && (pause.until === null || pause.until > now);
  if (own.some(isPaused)) return { kind: 'hold', code: 'template-paused' };
  if (room <= 0) return { kind: 'hold', code: 'backlog' };
  return { kind: 'go', allowed: Math.min(audience.allowed, room) };
}
