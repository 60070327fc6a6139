import { showId } from '@yuexin/domain';
import type { RecipientRow } from '@yuexin/storage';

/** A recipient of an audience: by its line, with what became of it. */
export function presentRecipient(row: RecipientRow) {
  return {
    line: row.line,
    state: row.state,
    openid: row.openid,
    push:
      row.pushId === null
        ? null
        : {
            id: showId('push', row.pushId),
            state: row.pushState,
            reason: row.pushReason,
            errcode: row.errcode,
          },
    duplicateOfLine: row.firstLine,
    problems: row.problems,
  };
}
