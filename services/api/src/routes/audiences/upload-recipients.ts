import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import type { FileBody } from '../../http/read-file-body.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentAudience } from '../../presenters/present-audience.ts';
import { findVisibleAudience } from '../../use-cases/audiences/find-visible-audience.ts';
import type { UploadRecipients } from '../../use-cases/audiences/upload-recipients.ts';
import { audienceParams, shownAudience, shownAudienceExample } from './audience.schema.ts';

const readyExample = {
  ...{ ...shownAudienceExample, state: 'ready', startedAt: null },
  progress: { accepted: 0, parked: 0, refused: 0, waiting: 98_200 },
};

/** PUT /v1/audiences/{id}/recipients */
export function uploadRecipientsRoute(deps: {
  storage: { audiences: Pick<Storage['audiences'], 'find'> };
  uploadRecipients: UploadRecipients;
}): Route {
  return defineRoute({
    method: 'put',
    path: '/v1/audiences/{id}/recipients',
    // As long as Node.js lets a request take to arrive (300 s), and some for its end.
    deadlineMs: 330_000,
    operationId: 'uploadRecipients',
    tag: 'Audiences',
    summary: 'Bring the recipients of an audience, as a file',
    description: [
      'A CSV in UTF-8 with a header (a column openid, phone or unionid; every other column is a variable), or a line of JSON for each: `{"openid": "o…", "variables": {"from": "广州"}}`. Up to 100,000 recipients, 64 MiB, 16 KiB a line.',
      'Whole or nothing: a file that breaks off, or is too large, leaves the audience without recipients, and what was brought before is replaced. Lines that are wrong are left out and told by number; of lines that mean the same recipient the first is kept.',
    ].join('\n\n'),
    auth: { kind: 'key', scope: 'push:write' },
    params: audienceParams,
    body: {
      schema: z.custom<FileBody>(),
      documented: z.string(),
      example: 'openid,from,to,tons,goods\noABCD-1234567890abcdefghijkl,广州,上海,32,42\n',
      fileTypes: ['text/csv', 'application/x-ndjson'],
    },
    replies: {
      200: { description: 'The file is whole.', schema: shownAudience, example: readyExample },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const before = await findVisibleAudience(deps.storage, caller, params.id);
      const by = { caller, requestId };
      const json = presentAudience(await deps.uploadRecipients(by, before, body));
      return { status: 200, json };
    },
  });
}
