import { readdirSync, readFileSync } from 'node:fs';

/** What a file of the corpus becomes, in whatever mode it is posted. */
export type Becomes =
  /** The event's type, its openid (oUser1), and all that it changes in the ledger. */
  | { stored: string; then: string[]; openid?: string }
  /** Why it is refused, with 400 unless said otherwise. */
  | { refused: string; status?: number };

export type CorpusFile = { file: string; becomes: Becomes; bytes: Buffer };

const folder = new URL('../fixtures/events/', import.meta.url);
/** The CreateTime of the files; posted as the time it is now. */
const writtenAt = '1767600000';

/**
 * Bodies as WeChat posts them, might post them, or as somebody else would: one file a shape (wechat-facts 5), and the
 * manifest that says what each becomes.
 */
export function readEventCorpus(now: Date): CorpusFile[] {
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Record<
    string,
    Becomes
  >;
  const seconds = String(Math.floor(now.getTime() / 1_000));
  return readdirSync(folder)
    .filter((file) => file !== 'manifest.json')
    .map((file) => {
      const becomes = manifest[file];
      if (becomes === undefined) throw new Error(`The manifest does not name ${file}.`);
      // Byte by byte: not every file is UTF-8.
      const text = readFileSync(new URL(file, folder), 'latin1').replaceAll(writtenAt, seconds);
      // Kept as text, for whoever reads the corpus.
      if (file === 'wire-utf-16.json') {
        return { file, becomes, bytes: Buffer.from(text, 'utf16le') };
      }
      return { file, becomes, bytes: Buffer.from(text, 'latin1') };
    });
}
