import { writeFile } from 'node:fs/promises';
import { pageLanguages, renderErrcodes, renderPushStates } from '@yuexin/domain';

for (const language of pageLanguages) {
  const suffix = language === 'en' ? '' : `.${language}`;
  const write = (name, text) =>
    writeFile(new URL(`../docs/${name}${suffix}.md`, import.meta.url), text);
  await write('errcodes', renderErrcodes(language));
  await write('push-states', renderPushStates(language));
}
