import { findReplayObstacle } from '../find-replay-obstacle.ts';
import { PAGE_LENGTH_MAX } from '../template-data/validate-page.ts';
import type { DataProblem } from '../template-data/validate-template-data.ts';
import type { TemplateKeyword } from '../vocabulary.ts';
import { fillPlaceholders, placeholdersOf } from './fill-placeholders.ts';

type Data = Record<string, { value: string }>;
type Choice = { templateId: string; data: Data };

/** What an audience says to each of its recipients, with placeholders. */
export type AudienceMessage = {
  templateId: string;
  data: Data;
  page: string | null;
  /** All templates it may go out with, the first among them; null: only its own. */
  choices: Choice[] | null;
};

export type WrittenMessage =
  | { ok: true; message: Pick<AudienceMessage, 'data' | 'page' | 'choices'> }
  | { ok: false; problems: DataProblem[] };

type Template = { templateId: string; state: string; keywords: readonly TemplateKeyword[] };

export type WriteMessage = (variables: Readonly<Record<string, string>>) => WrittenMessage;

/**
 * What writes a message for one recipient after the other: its placeholders filled, and held against the templates as they are now. All
 * that is wrong is told at once: a variable that is missing, a value that WeChat would refuse, a page that became too long. A page is a
 * query of an address: variables are percent-encoded in it.
 */
export function createMessageWriter(
  { templateId, data, page, choices }: AudienceMessage,
  templates: readonly Template[],
): WriteMessage {
  const names = placeholdersOf([data, page, choices]);
  return (variables) => {
    const missing = names.filter((name) => !Object.hasOwn(variables, name));
    if (missing.length > 0) return { ok: false, problems: missing.map(tellMissing) };
    const message = {
      data: fillPlaceholders(data, variables),
      page: fillPlaceholders(page, variables, encodeURIComponent),
      choices: fillPlaceholders(choices, variables),
    };
    const problems = (message.choices ?? [{ templateId, data: message.data }]).flatMap(
      (choice, index) =>
        problemsOf(choice, templates, index === 0 ? '' : `/fallback/${String(index - 1)}`),
    );
    if (message.page !== null && message.page.length > PAGE_LENGTH_MAX)
      problems.push(tooLong(message.page.length));
    return problems.length > 0 ? { ok: false, problems } : { ok: true, message };
  };
}

function problemsOf(choice: Choice, templates: readonly Template[], base: string): DataProblem[] {
  const template = templates.find(({ templateId }) => templateId === choice.templateId) ?? null;
  const obstacle = findReplayObstacle({ data: choice.data, template });
  return (obstacle?.problems ?? []).map((problem) => ({
    ...problem,
    pointer: `${base}${problem.pointer}`,
  }));
}

const tellMissing = (name: string): DataProblem => ({
  pointer: `/variables/${name}`,
  rule: 'required',
  message: 'is missing; the message has a place for it',
});

const tooLong = (actual: number): DataProblem => ({
  ...{ pointer: '/page', rule: 'max-length', limit: PAGE_LENGTH_MAX, actual },
  message: `has more than ${String(PAGE_LENGTH_MAX)} characters with its variables`,
});
