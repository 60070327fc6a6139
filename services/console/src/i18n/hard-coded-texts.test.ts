import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const source = path.join(import.meta.dirname, '..');
/** Attributes that are read or heard by people. */
const spoken = new Set([
  'title',
  'label',
  'alt',
  'placeholder',
  'aria-label',
  'extra',
  'hint',
  'description',
  'okText',
  'cancelText',
]);
/** The product's name, examples and figures of a form, and marks that are the same in every language. */
const allowed = /^(?:约信|yx_…|[\d:]+|https:\/\/|\/|–|→ ?|✓|✗|…|[\s·/:–—()|,.…-]*)$/u;

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'i18n' ? [] : filesIn(full);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [full] : [];
  });
}

/** What a component would show that is not from the texts: text between tags, and literals in spoken attributes. */
function hardCodedIn(code: string, name = 'given.tsx'): string[] {
  const file = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const tell = (text: string): void => {
    if (!allowed.test(text.trim())) found.push(text.trim());
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) tell(node.text);
    if (
      ts.isJsxExpression(node) &&
      node.expression !== undefined &&
      ts.isStringLiteral(node.expression)
    )
      if (!ts.isJsxAttribute(node.parent)) tell(node.expression.text);
    if (
      ts.isJsxAttribute(node) &&
      spoken.has(node.name.getText()) &&
      node.initializer !== undefined
    )
      if (ts.isStringLiteral(node.initializer)) tell(node.initializer.text);
    if (ts.isStringLiteralLike(node) && /\p{Script=Han}/u.test(node.text)) tell(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('texts in components', () => {
  it('are found wherever somebody would write one', () => {
    expect(hardCodedIn('<p>Hello</p>')).toEqual(['Hello']);
    expect(hardCodedIn('<p title="Hello" className="quiet">{"there"}</p>')).toEqual([
      'Hello',
      'there',
    ]);
    expect(hardCodedIn('const a = "死信";')).toEqual(['死信']);
    expect(hardCodedIn('<p title={t("now.hint")}>{t("now.sent")} · </p>')).toEqual([]);
  });

  it('come from the texts of the two languages, all of them', () => {
    const files = filesIn(source);
    expect(files.length).toBeGreaterThan(80);
    const found = files.flatMap((file) =>
      hardCodedIn(readFileSync(file, 'utf8'), file).map(
        (text) => `${path.relative(source, file)}: ${text}`,
      ),
    );
    expect(found).toEqual([]);
  });
});
