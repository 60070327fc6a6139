import { parse } from 'lossless-json';

/** An answer's body as a tree. A number that JavaScript would round stays the text it was: msgid has 19 digits. */
export type ReplyTree = Readonly<Record<string, unknown>>;

export type ParsedReply =
  { kind: 'object'; tree: ReplyTree } | { kind: 'empty' } | { kind: 'not-json' };

const maxDepth = 32;
// eslint's no-control-regex is about accidents; these characters are the point here.
const controlCharacters = new RegExp(String.raw`[\u0000-\u001f]`, 'g');

const parseNumber = (text: string): number | string => {
  const value = Number(text);
  return String(value) === text ? value : text;
};

/**
 * Reads a body by its content, whatever the content type says (wechat-facts 0, 2.5): UTF-8 with or without a byte order
 * mark, raw control characters inside strings, duplicate keys (the last one counts, as in JSON.parse). Never throws.
 */
export function parseReply(body: Uint8Array): ParsedReply {
  const text = new TextDecoder('utf-8').decode(body);
  if (text.replace(controlCharacters, ' ').trim() === '') return { kind: 'empty' };
  const value = parseLosslessly(text) ?? parseLosslessly(text.replace(controlCharacters, ' '));
  return isTree(value) ? { kind: 'object', tree: value } : { kind: 'not-json' };
}

/** Undefined when it is no JSON, or nested deeper than anything WeChat sends. */
export function parseLosslessly(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return parse(text, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue });
  } catch {
    return undefined; // The caller's answer to "not JSON" is a value, not an error.
  }
}

export function isTree(value: unknown): value is ReplyTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parser recurses: brackets are counted first (those inside strings too, which only makes it stricter). */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}
