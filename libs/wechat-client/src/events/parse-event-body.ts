import { XMLParser } from 'fast-xml-parser';
import { isTree, parseLosslessly, type ReplyTree } from '../replies/parse-reply.ts';

export type ParsedEventBody =
  | { ok: true; tree: ReplyTree }
  /** `problem` goes on behind "it is"; holds nothing of the body. */
  | { ok: false; problem: string };

/** Events are a few hundred bytes; twenty templates in one pop-up are under four thousand. */
const maxEventBytes = 64 * 1024;

const utf8 = new TextDecoder('utf-8');

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  // &lt; and &#20320; are XML's own and turn into one character; others need a document type, which is refused below.
  processEntities: true,
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 16,
});

/**
 * The members of an event's body, XML or JSON by its look; XML values are text, JSON numbers that would be rounded too.
 * Refused when it is neither, too large, too deep, or XML with a document type (entity bombs need one).
 */
export function parseEventBody(body: Uint8Array): ParsedEventBody {
  if (body.length > maxEventBytes) return problem('larger than any event');
  const text = utf8.decode(body).trim();
  if (text === '') return problem('empty');
  if (text.startsWith('<')) return parseXml(text);
  const value = parseLosslessly(text);
  if (value === undefined) return problem('neither XML nor JSON, or deeply nested');
  return isTree(value) ? { ok: true, tree: value } : problem('JSON, but no object');
}

function parseXml(text: string): ParsedEventBody {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return problem('XML with a document type or entities');
  // The parser reads half a document as if it were whole. <xml> is the root in every sample.
  if (!/^(<\?xml[^>]*\?>\s*)?<xml>/.test(text) || !text.endsWith('</xml>'))
    return problem('no whole <xml> document');
  try {
    const tree: unknown = parser.parse(text);
    if (isTree(tree) && isTree(tree.xml)) return { ok: true, tree: tree.xml };
    return problem('an <xml> document without members');
  } catch {
    return problem('XML that is malformed or deeply nested');
  }
}

const problem = (text: string): ParsedEventBody => ({ ok: false, problem: text });
