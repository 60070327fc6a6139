import type { FieldProblem } from '@yuexin/errors';
import type { TemplateRow } from '@yuexin/storage';
import type { CheckedPush } from './check-push.ts';
import type { ExplainCheck } from './explain-check.ts';

type Pause = { reason: { message: string }; until: Date | null } | null | undefined;

/** Whether a pause holds at a time: now, or later. */
export const isInForce = (pause: Pause, at: Date): boolean =>
  pause !== null && pause !== undefined && (pause.until === null || pause.until > at);

const sayPause = (what: string, pause: Pause): string =>
  `${what} is paused${pause?.until ? ` until ${pause.until.toISOString()}` : ''} (${pause?.reason.message ?? ''}): the push would be taken and wait.`;

/** The check that a problem of the request belongs to, by where it points. */
const checkOfPointer: [prefix: string, check: ExplainCheck['name']][] = [
  ['/appId', 'app'],
  ['/templateId', 'template'],
  ['/data', 'data'],
  ['/fallback', 'data'],
  ['/to', 'recipient'],
  ['/onUnknownRecipient', 'recipient'],
  ['/sendAt', 'times'],
  ['/expiresAt', 'times'],
  ['/ttlSeconds', 'times'],
];

const checkOf = ({ pointer }: FieldProblem): ExplainCheck['name'] =>
  checkOfPointer.find(([prefix]) => pointer === prefix || pointer.startsWith(`${prefix}/`))?.[1] ??
  'request';

/**
 * What the request says of itself, its app, its template and its recipient: fine, or every problem of it. `meant`: the templates that
 * it may go out with.
 */
export function checksOfRequest(
  checked: CheckedPush,
  meant: readonly TemplateRow[],
  now: Date,
): ExplainCheck[] {
  const problems = checked.findings.map(({ problem }) => problem);
  const well = wellOf(checked, meant, now);
  return Object.entries(well).map(([key, fine]) => {
    const name = key as keyof typeof well;
    const own = problems.filter((problem) => checkOf(problem) === name);
    if (own.length === 0) return { name, ...fine };
    return { name, ok: false, detail: sayAll(own), problems: own };
  });
}

const sayAll = (problems: readonly FieldProblem[]): string =>
  problems.map(({ pointer, message }) => `${pointer || 'The body'} ${message}.`).join(' ');

const unchecked = (why: string) => ({ ok: false, detail: `Not checked: ${why}.` });

const fine = (detail: string) => ({ ok: true, detail });

/** A pause holds what goes out with its template, not what turns to another. */
function checkTemplate(
  asked: TemplateRow,
  meant: readonly TemplateRow[],
  now: Date,
): { ok: boolean; detail: string } {
  const nameOf = ({ templateId, title }: TemplateRow): string =>
    templateId === asked.templateId ? 'The template' : `The fallback "${title}" (${templateId})`;
  const paused = meant.filter(({ pause }) => isInForce(pause, now));
  if (paused.length > 0)
    return { ok: false, detail: paused.map((one) => sayPause(nameOf(one), one.pause)).join(' ') };
  return fine(
    meant
      .map((one) =>
        one.templateId === asked.templateId
          ? `"${one.title}" (${one.kind}) is active.`
          : `${nameOf(one)} is active.`,
      )
      .join(' '),
  );
}

/** What each check says when nothing is wrong with its part of the request. */
function wellOf(
  { values, app, template, recipient, times }: CheckedPush,
  meant: readonly TemplateRow[],
  now: Date,
) {
  const noApp = unchecked('the app is not known');
  return {
    request: fine('Every field is known and well formed.'),
    app:
      app === null
        ? noApp
        : isInForce(app.pause, now)
          ? { ok: false, detail: sayPause('The app', app.pause) }
          : fine(`${app.name} is active.`),
    template: template === null ? noApp : checkTemplate(template, meant, now),
    data:
      template === null
        ? unchecked('the template is not known')
        : fine(`All ${template.keywords.length} keywords fit the template.`),
    recipient:
      recipient === null
        ? noApp
        : fine(
            recipient.userId !== null
              ? 'The recipient is known.'
              : values.to?.openid !== undefined
                ? 'Nobody was seen with this openid yet: the user would be registered.'
                : 'Nobody has logged in with this address yet: the push would wait for the login.',
          ),
    // Without its app the default time to live is not known.
    times:
      app === null && values.expiresAt === undefined && values.ttlSeconds === undefined
        ? noApp
        : fine(
            `${times.sendAt === null ? 'Due at once' : `Due at ${times.sendAt.toISOString()}`}, given up at ${times.expiresAt.toISOString()}.`,
          ),
  };
}
