import { showId } from '@yuexin/domain';
import type { UserEntry } from '../use-cases/users/read-user-timeline.ts';

/** An entry as it is told: of a push what it is and how it stands, not what it says. */
export function presentUserEntry(entry: UserEntry) {
  const at = entry.at.toISOString();
  switch (entry.kind) {
    case 'login':
      return { at, kind: entry.kind, hasBoundPhone: entry.hasBoundPhone };
    case 'answer': {
      const { templateId, kind: evidence, result, page } = entry.answer;
      return { at, kind: entry.kind, templateId, evidence, result, page };
    }
    case 'grant': {
      const { id, templateId, state, evidence, pushId } = entry.grant;
      const spentBy = pushId === null ? {} : { pushId: showId('push', pushId) };
      return {
        at,
        kind: entry.kind,
        grantId: showId('grant', id),
        templateId,
        state,
        evidence,
        ...spentBy,
      };
    }
    case 'push': {
      const { id, templateId, state } = entry.push;
      return { at, kind: entry.kind, pushId: showId('push', id), templateId, state };
    }
  }
}
