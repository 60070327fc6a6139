export type TemplateKind = 'one-time' | 'long-term';

export type Keyword = { key: string; type: string; label: string };

/** A message template as WeChat keeps it (facts 1.6). */
export type SimTemplate = {
  templateId: string;
  title: string;
  kind: TemplateKind;
  content: string;
  example: string;
  /** Choices of enum keywords: `enum_string2` -> its values. */
  options: Readonly<Record<string, readonly string[]>>;
  /** Read from `content`, in its order. */
  keywords: readonly Keyword[];
};

const placeholder = /\{\{\s*(\w+)\.DATA\s*\}\}/g;

/** The keywords of a template's content: one line each, label, colon, `{{key.DATA}}`. A label may itself hold a colon. */
export function readKeywords(content: string): Keyword[] {
  return content.split('\n').flatMap((line) =>
    [...line.matchAll(placeholder)].map((match) => {
      const key = match[1] ?? '';
      const label = line
        .slice(0, match.index)
        .trim()
        .replace(/[:：]$/, '');
      return { key, type: key.replace(/(?<!\d)\d+$/, ''), label };
    }),
  );
}
