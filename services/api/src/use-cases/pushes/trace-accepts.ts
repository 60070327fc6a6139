import { showId } from '@yuexin/domain';
import type { Tracing } from '@yuexin/telemetry';
import type { AcceptPush } from './accept-push.ts';

/** The same use case in a span: what becomes of the push joins it, or goes back to it (ADR 0029). */
export function traceAccepts(acceptPush: AcceptPush, tracing: Tracing | null): AcceptPush {
  if (tracing === null) return acceptPush;
  return (input) =>
    tracing.run({ name: 'accept push', kind: 'internal' }, async (span) => {
      const accepted = await acceptPush(input);
      const { push } = accepted;
      span.set({
        ...{ 'yuexin.push.id': showId('push', push.id), 'yuexin.app.id': push.appId },
        'yuexin.push.state': push.state,
      });
      return accepted;
    });
}
