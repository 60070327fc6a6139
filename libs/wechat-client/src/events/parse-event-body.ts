import { XMLParser } from 'fast-xml-parser';
import { isTree, parseLosslessly, type ReplyTree } from '../replies/parse-reply.ts';

/** Events are a few hundred bytes; twenty templates in one pop-up are under four thousand. */
const maxEventBytes = 64 * 1024;

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 16,
});

/**
 * The members of an event's body, XML or JSON by its look; XML values are text, JSON numbers that would be rounded too.
 * Null when it is neither, too large, too deep, or XML with a document type (entities are neither needed nor expanded).
 */
export function parseEventBody(body: Uint8Array): ReplyTree | null {
  if (body.length > maxEventBytes) return null;
  const text = new TextDecoder('utf-8').decode(body).trim();
  const value = text.startsWith('<') ? parseXml(text) : parseLosslessly(text);
  return isTree(value) ? value : null;
}

function parseXml(text: string): unknown {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return null;
  // The parser reads half a document as if it were whole. <xml> is the root in every sample.
  if (!/^(<\?xml[^>]*\?>\s*)?<xml>/.test(text) || !text.endsWith('</xml>')) return null;
  try {
    const tree: unknown = parser.parse(text);
    return isTree(tree) ? tree.xml : null;
  } catch {
    return null; // Too deep or malformed: the caller answers "bad body".
  }
}
