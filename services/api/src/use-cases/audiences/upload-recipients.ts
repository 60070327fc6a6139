import { createMessageWriter, placeholdersOf, type WriteMessage } from '@yuexin/domain';
import { AppError, type FieldProblem } from '@yuexin/errors';
import type { AudienceRow, NewRecipient, Storage } from '@yuexin/storage';
import type { FileBody } from '../../http/read-file-body.ts';
import { presentAudience } from '../../presenters/present-audience.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';
import type { ActingFor, PerformAction } from '../operators/perform-action.ts';
import { findAudienceTemplates } from './audience-templates.ts';
import {
  createCsvReader,
  createNdjsonReader,
  type LineReader,
  type ReadLine,
} from './read-recipient-lines.ts';
import { createRecordSplitter, type RawRecord } from './split-records.ts';

/** Lines with something on them, beside the header of a CSV. */
const mostRecipients = 100_000;
/** Names, a route, a few values: far more than a message holds. */
const longestLine = 16 * 1024;
/** Lines for each recipient that may be, blank ones among them: a file of nothing else must not be read for minutes. */
const linesEach = 10;
/** Lines with a quote left open, each of which costs a look at what may be its record: a file with more of them is no CSV. */
const mostOpenQuotes = 1_000;
/** Lines that are looked up and stored together. */
const stretch = 100;

export type UploadRecipients = (
  by: ActingFor,
  audience: AudienceRow,
  file: FileBody,
) => Promise<AudienceRow>;

type Deps = {
  storage: {
    users: Pick<Storage['users'], 'resolve'>;
    audiences: Pick<Storage['audiences'], 'beginUpload' | 'addRecipients' | 'dropUpload'>;
  };
  performAction: PerformAction;
  catalog: Pick<AppCatalog, 'findTemplate'>;
  /** Recipients of an audience at most; default 100,000. */
  recipientsMax?: number;
};

/**
 * Takes the recipients of an audience from a file, line by line as it arrives; holds two hundred of them. Whole or nothing: until
 * its end has come, the audience has no recipients, and what a broken one brought is dropped. A line that is wrong is kept with what
 * is wrong with it. Throws for what is wrong with the file itself, and `conflict` when another upload shut this one out.
 */
export function createUploadRecipients(deps: Deps): UploadRecipients {
  const { audiences } = deps.storage;
  const { recipientsMax = mostRecipients } = deps;
  return async (by, audience, file) => {
    const templates = await findAudienceTemplates(deps.catalog, audience);
    const { templateId, data, page, choices = null } = audience.push;
    const write = createMessageWriter({ templateId, data, page, choices }, templates);
    const audienceId = audience.id;
    const uploadId = await audiences.beginUpload(audienceId);
    if (uploadId === null) throw notOpen(audience);
    const store = createStore((recipients) =>
      audiences.addRecipients({ audienceId, uploadId, recipients }),
    );
    try {
      for await (const lines of readStretches(file, audience, recipientsMax))
        await store.add(await judge(deps, { audience, write, lines }));
      await store.settled();
      return await end(deps, by, { audienceId, uploadId });
    } catch (error) {
      await store.settled().catch(() => undefined);
      // What could not be dropped is dropped by the next upload, and was never to be sent to.
      await audiences.dropUpload({ audienceId, uploadId }).catch(() => undefined);
      throw error;
    }
  };
}

/** A stretch is stored while the next one is read and judged; never two at once, since they are kept in their order. */
function createStore(addRecipients: (recipients: NewRecipient[]) => Promise<boolean>) {
  let storing: Promise<void> = Promise.resolve();
  const put = async (recipients: NewRecipient[]): Promise<void> => {
    if (!(await addRecipients(recipients))) throw shutOut();
  };
  return {
    /** Resolves once the stretch before is stored; throws for that one. */
    async add(recipients: NewRecipient[]): Promise<void> {
      await storing;
      storing = put(recipients);
      // It is told to whoever asks next.
      storing.catch(() => undefined);
    },
    settled: () => storing,
  };
}

/** What makes the file the audience's, and its row in the audit. */
function end(
  { performAction }: Deps,
  by: ActingFor,
  upload: { audienceId: string; uploadId: string },
): Promise<AudienceRow> {
  return performAction(by, async ({ audiences }) => {
    const whole = await audiences.endUpload(upload);
    if (whole === null) throw shutOut();
    const { state, recipients, problems, duplicates } = presentAudience(whole);
    const after = { state, recipients, problems, duplicates };
    const target = `audience:${whole.id}`;
    const action = { action: 'audience.upload', target, appId: whole.appId, after };
    return { result: whole, action };
  });
}

async function* readStretches(
  file: FileBody,
  audience: AudienceRow,
  most: number,
): AsyncGenerator<ReadLine[]> {
  const isCsv = file.type === 'text/csv';
  const { data, page, choices } = audience.push;
  const read: LineReader = isCsv
    ? createCsvReader(placeholdersOf([data, page, choices]))
    : createNdjsonReader();
  const splitter = createRecordSplitter({ isQuoted: isCsv, maxBytes: longestLine });
  let seen = 0;
  let count = 0;
  let open = 0;
  let lines: ReadLine[] = [];
  // Line by line, and no further than a stretch: what waits for the database is all that is held.
  function* take(records: Iterable<RawRecord>): Generator<ReadLine[]> {
    for (const record of records) {
      seen += 1;
      if (seen > most * linesEach) throw tooMany(most * linesEach, 'lines');
      if ('fault' in record && record.fault === 'open-quote') open += 1;
      if (open > mostOpenQuotes) throw openQuotes(record.line);
      const line = read(record);
      if (line === null) continue;
      count += 1;
      if (count > most) throw tooMany(most, 'recipients');
      lines.push(line);
      if (lines.length < stretch) continue;
      yield lines;
      lines = [];
    }
  }
  for await (const chunk of file.chunks) yield* take(splitter.write(chunk));
  yield* take(splitter.end());
  if (lines.length > 0) yield lines;
  if (count === 0) throw empty();
}

/** Who is meant by each line, and whether the message can be written for them. */
async function judge(
  deps: Deps,
  input: { audience: AudienceRow; write: WriteMessage; lines: readonly ReadLine[] },
): Promise<NewRecipient[]> {
  const { audience, write, lines } = input;
  const { appId } = audience;
  const addressed = lines.filter(({ recipient }) => addressOf(recipient) !== null);
  const resolved = await deps.storage.users.resolve(
    addressed.map(({ recipient }) => ({ appId, ...addressOf(recipient) })),
  );
  const found = new Map(addressed.map(({ line }, at) => [line, resolved[at]]));
  return lines.map(({ line, recipient, problems }) => {
    const { openid = null, phone = null, unionid = null, variables = null } = recipient;
    const who = found.get(line);
    const told = [
      ...problems,
      ...(addressOf(recipient) === null ? [] : findStranger({ audience, given: recipient, who })),
      ...(variables === null ? [] : findUnwritable(write, variables)),
    ];
    if (problems.length > 0 || variables === null)
      return { line, problems: told, ...nobody, variables: none };
    const userId = who?.user?.id ?? null;
    if (userId !== null) return { line, problems: told, ...nobody, userId, variables };
    return { line, problems: told, userId, openid, phone, unionid, variables };
  });
}

function addressOf({ openid, phone, unionid }: ReadLine['recipient']) {
  if (openid !== undefined) return { openid };
  if (phone !== undefined) return { phone };
  return unionid === undefined ? null : { unionid };
}

const nobody = { userId: null, openid: null, phone: null, unionid: null };
const none: Record<string, string> = {};

type Found = Awaited<ReturnType<Storage['users']['resolve']>>[number];

function findStranger(input: {
  audience: AudienceRow;
  given: { openid?: string | undefined; phone?: string | undefined };
  who: Found | undefined;
}): FieldProblem[] {
  const { audience, given, who } = input;
  if (who?.user) return [];
  const kind =
    given.openid !== undefined ? 'openid' : given.phone !== undefined ? 'phone' : 'unionid';
  if (who?.isElsewhere === true)
    return [{ pointer: '/openid', rule: 'other-app', message: 'belongs to another app' }];
  if (audience.parksUnknown) return [];
  const message =
    kind === 'openid' ? 'was never seen in this app' : `nobody has logged in with this ${kind} yet`;
  return [{ pointer: `/${kind}`, rule: 'known-recipient', message }];
}

function findUnwritable(write: WriteMessage, variables: Record<string, string>): FieldProblem[] {
  const written = write(variables);
  return written.ok ? [] : written.problems;
}

const notOpen = ({ source, state }: AudienceRow): AppError =>
  new AppError('conflict', {
    message:
      source === 'upload'
        ? `The audience is ${state}: its recipients cannot be changed any more.`
        : 'The recipients of this audience are those who hold a grant: there is nothing to bring.',
  });

const shutOut = (): AppError =>
  new AppError('conflict', {
    message:
      'Another upload to this audience began, or it was ended. Nothing of this one was kept.',
  });

function tooMany(most: number, what: 'recipients' | 'lines'): AppError {
  const message = `has more than ${String(most)} ${what}`;
  return new AppError('payload-too-large', {
    message: `The file ${message}. Nothing was kept.`,
    problems: [{ pointer: '', rule: 'max-lines', limit: most, message }],
  });
}

function openQuotes(line: number): AppError {
  const message = `is one more than ${String(mostOpenQuotes)} with a quote that is not closed`;
  return new AppError('invalid-request', {
    message: 'The quotes of the file do not pair up. Nothing was kept.',
    problems: [
      { pointer: `/${String(line)}`, rule: 'open-quotes', limit: mostOpenQuotes, message },
    ],
  });
}

function empty(): AppError {
  return new AppError('invalid-request', {
    message: 'The file holds no recipient. Nothing was kept.',
    problems: [{ pointer: '', rule: 'empty', message: 'holds no recipient' }],
  });
}
