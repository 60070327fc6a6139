import type { Call } from './read-calls.ts';

/** The interfaces of the client's calls, and the table that they are made from. */
export function renderApiCalls(calls: readonly Call[]): string {
  const groups = [...new Set(calls.map(({ group }) => group))];
  const of = (group: string) => calls.filter((call) => call.group === group);
  const models = [...new Set(calls.flatMap(modelsOf))].sort();
  return [
    `import type { CallDescription } from '../call-description.ts';`,
    `import type { CallOptions, SessionCallOptions } from '../call-options.ts';`,
    `import type { AnswerOf, BodyOf, QueryOf } from '../operation-types.ts';`,
    `import type { PagedList } from '../paged-list.ts';`,
    `import type { ${models.join(', ')} } from './models.ts';`,
    '',
    ...groups.flatMap((group) => renderGroup(group, of(group))),
    'export type ApiCalls = {',
    ...groups.map((group) => `${group}: ${typeName(group)};`),
    '};',
    '',
    'export const apiCalls = {',
    ...groups.flatMap((group) => [`${group}: {`, ...of(group).map(renderRow), '},']),
    '} as const satisfies Record<string, Record<string, CallDescription>>;',
    '',
  ].join('\n');
}

const typeName = (group: string): string =>
  `${group.charAt(0).toUpperCase()}${group.slice(1)}Calls`;

function modelsOf({ body, answer, pagedBy }: Call): string[] {
  const answered = pagedBy === null ? (answer.models ?? []) : [];
  return [body?.model ?? null, ...answered].filter((model) => model !== null);
}

function renderGroup(group: string, calls: readonly Call[]): string[] {
  return [
    `/** ${calls[0]?.tag ?? group} */`,
    `export type ${typeName(group)} = {`,
    ...calls.flatMap((call) => [renderDoc(call), renderSignature(call)]),
    '};',
    '',
  ];
}

function renderDoc({ summary, description, method, path }: Call): string {
  const title = /[.?!]$/.test(summary) ? summary : `${summary}.`;
  const lines = [title, '', ...description.split('\n'), '', `\`${method} ${path}\``];
  const text = lines.map((line) => ` * ${line}`.trimEnd()).join('\n');
  return `/**\n${text.replaceAll('*/', '*\\/').replace(/( \*\n)+/g, ' *\n')}\n */`;
}

function renderSignature(call: Call): string {
  const { name, operationId, pathParams, query, body, auth } = call;
  const isSession = auth === 'session';
  const mark = (isRequired: boolean) => (isRequired || isSession ? '' : '?');
  const orNothing = (isRequired: boolean) => (isSession && !isRequired ? ' | undefined' : '');
  const params = [
    ...pathParams.map((param) => `${param}: string`),
    ...(query === null
      ? []
      : [
          `query${mark(query.isRequired || body?.isRequired === true)}: QueryOf<'${operationId}'>${orNothing(query.isRequired)}`,
        ]),
    ...(body === null
      ? []
      : [
          `body${mark(body.isRequired)}: ${body.model ?? `BodyOf<'${operationId}'>`}${orNothing(body.isRequired)}`,
        ]),
    isSession ? 'options: SessionCallOptions' : 'options?: CallOptions',
  ];
  return `${name}: (${params.join(', ')}) => ${answerOf(call)};`;
}

function answerOf({ operationId, answer, pagedBy }: Call): string {
  if (pagedBy !== null) return `PagedList<AnswerOf<'${operationId}'>>`;
  if (answer.kind === 'empty') return 'Promise<void>';
  return `Promise<${answer.models?.join(' | ') ?? `AnswerOf<'${operationId}'>`}>`;
}

function renderRow(call: Call): string {
  const { name, operationId, method, path, auth, query, body, answer } = call;
  const row = {
    ...{ operationId, method, path, auth },
    hasQuery: query !== null,
    bodyType: body?.contentType ?? null,
    ...{ answer: answer.kind, statuses: call.statuses, answerHas: call.answerHas },
    takesIdempotencyKey: call.takesIdempotencyKey,
    pagedBy: call.pagedBy,
  };
  return `${name}: ${JSON.stringify(row)},`;
}
