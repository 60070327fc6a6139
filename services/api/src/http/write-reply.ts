import type { ServerResponse } from 'node:http';
import type { Reply } from './route.ts';
import { writeParts } from './write-parts.ts';

const jsonType = 'application/json; charset=utf-8';

/** Writes a reply as it is: charset, ETag and freshness, which Express would look at, are of no use to an api's answer. */
export function writeReply(response: ServerResponse, reply: Reply): void {
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if ('json' in reply) response.setHeader('Content-Type', jsonType).end(JSON.stringify(reply.json));
  else if ('text' in reply) writeText(response, reply);
  else if ('parts' in reply)
    writeParts(response.setHeader('Content-Type', reply.contentType), reply.parts);
  else response.end();
}

/** A text that is held: with its length, which HEAD is answered as well. `contentType` names the charset. */
export function writeText(
  response: ServerResponse,
  { text, contentType }: { text: string; contentType: string },
): void {
  response.setHeader('Content-Type', contentType);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}
