import { writeFile } from 'node:fs/promises';
import { renderErrcodes } from '@yuexin/domain';

await writeFile(new URL('../docs/errcodes.md', import.meta.url), renderErrcodes());
