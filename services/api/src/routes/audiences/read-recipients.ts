import { recipientStates, type RecipientState, type Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentRecipient } from '../../presenters/present-recipient.ts';
import { recipientCsvHeader, recipientsToCsv } from '../../presenters/recipient-file.ts';
import { findVisibleAudience } from '../../use-cases/audiences/find-visible-audience.ts';
import { exampleOf, listOf, pageQuery } from '../fields.schema.ts';
import { audienceParams, recipientExample, shownRecipient } from './audience.schema.ts';

type Deps = { storage: { audiences: Pick<Storage['audiences'], 'find' | 'listRecipients'> } };

/** `left-out`: whoever got, and gets, no push. */
const show = z
  .enum([...recipientStates, 'left-out'])
  .optional()
  .meta({
    description:
      'Only those in this state; `left-out`: refused, duplicate and invalid, each with why.',
    example: 'left-out',
  });

function statesOf(asked: z.output<typeof show>): RecipientState[] | null {
  if (asked === undefined) return null;
  return asked === 'left-out' ? ['refused', 'duplicate', 'invalid'] : [asked];
}

/** GET /v1/audiences/{id}/recipients */
export function listRecipientsRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/audiences/{id}/recipients',
    operationId: 'listRecipients',
    tag: 'Audiences',
    summary: 'List the recipients of an audience, by line',
    description: 'Each with its push, or with the problems of its line.',
    auth: { kind: 'key', scope: 'push:read' },
    params: audienceParams,
    query: z.strictObject({ ...pageQuery, state: show }),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownRecipient),
        example: exampleOf(recipientExample),
      },
    },
    problems: ['not-found'],
    handle: async ({ params, query: { limit, cursor = null, state }, caller }) => {
      const { id } = await findVisibleAudience(storage, caller, params.id);
      const { items, nextCursor } = await storage.audiences.listRecipients({
        ...{ audienceId: id, states: statesOf(state), limit, cursor },
      });
      return { status: 200, json: { data: items.map(presentRecipient), nextCursor } };
    },
  });
}

/** GET /v1/audiences/{id}/recipients/export */
export function exportRecipientsRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/audiences/{id}/recipients/export',
    operationId: 'exportRecipients',
    tag: 'Audiences',
    summary: 'The recipients of an audience as a CSV',
    description:
      'All of them, or those in one state, by line: for a spreadsheet, and to mend a file by.',
    auth: { kind: 'key', scope: 'push:read' },
    params: audienceParams,
    query: z.strictObject({ state: show }),
    replies: {
      200: {
        description: 'The file.',
        schema: z.string(),
        example: recipientCsvHeader + recipientsToCsv([recipientExample]),
        contentType: 'text/csv',
        headers: { 'Content-Disposition': 'Names the file.' },
      },
    },
    problems: ['not-found'],
    handle: async ({ params, query: { state }, caller }) => {
      const { id } = await findVisibleAudience(storage, caller, params.id);
      return {
        status: 200,
        parts: readFile(storage.audiences, id, statesOf(state)),
        contentType: 'text/csv; charset=utf-8',
        headers: { 'Content-Disposition': 'attachment; filename="yuexin-recipients.csv"' },
      };
    },
  });
}

async function* readFile(
  audiences: Pick<Storage['audiences'], 'listRecipients'>,
  audienceId: string,
  states: RecipientState[] | null,
): AsyncGenerator<string> {
  yield recipientCsvHeader;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof audiences.listRecipients>> =
      await audiences.listRecipients({ audienceId, states, limit: 1_000, cursor });
    yield recipientsToCsv(page.items.map(presentRecipient));
    cursor = page.nextCursor;
  } while (cursor !== null);
}
