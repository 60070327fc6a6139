import { randomBytes } from 'node:crypto';

/** A prefix no other test file uses: `<label>-<8 hex>`. */
export function uniquePrefix(label = 'test'): string {
  return `${label}-${randomBytes(4).toString('hex')}`;
}
