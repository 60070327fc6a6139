import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { auditToCsv, auditToNdjson } from '../../presenters/audit-file.ts';
import { presentAudit } from '../../presenters/present-audit.ts';
import { auditEntryExample, auditFilter, narrow } from './list-audit.ts';

const mostEntries = 10_000;

const formats = {
  csv: { write: auditToCsv, contentType: 'text/csv; charset=utf-8' },
  ndjson: { write: auditToNdjson, contentType: 'application/x-ndjson; charset=utf-8' },
} as const;

/** GET /v1/audit/export */
export function exportAuditRoute({
  storage,
}: {
  storage: { audit: Pick<Storage['audit'], 'list'> };
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/audit/export',
    operationId: 'exportAudit',
    tag: 'Operating',
    summary: 'Who changed what, as a file',
    description: `The newest ${mostEntries} entries, newest first, as CSV for spreadsheets or as a line of JSON each. A key that is bound to apps is told of those apps alone.`,
    auth: { kind: 'key', scope: 'operator' },
    query: z.strictObject({
      ...auditFilter,
      format: z.enum(['csv', 'ndjson']).default('csv').meta({ example: 'csv' }),
    }),
    replies: {
      200: {
        description: 'The file.',
        schema: z.string(),
        example: auditToCsv([auditEntryExample]),
        contentType: 'text/csv',
        headers: { 'Content-Disposition': 'Names the file.' },
      },
    },
    problems: [],
    handle: async ({ query: { format, ...asked }, caller }) => {
      const given = { ...narrow(asked, caller), limit: mostEntries, cursor: null };
      const { items } = await storage.audit.list(given);
      const { write, contentType } = formats[format];
      return {
        status: 200,
        text: write(items.map(presentAudit)),
        contentType,
        headers: { 'Content-Disposition': `attachment; filename="yuexin-audit.${format}"` },
      };
    },
  });
}
