import type { OpenApiDocument } from './open-api-document.ts';

/** One name for each schema of the document. */
export function renderModels({ components }: OpenApiDocument): string {
  const models = Object.entries(components.schemas).map(([name, { description }]) => {
    const doc = typeof description === 'string' ? `/** ${description} */\n` : '';
    return `${doc}export type ${name} = components['schemas']['${name}'];\n`;
  });
  return [`import type { components } from './api-schema.ts';\n`, ...models].join('\n');
}
