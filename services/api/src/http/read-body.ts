import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '@yuexin/errors';
import { readBytes } from './read-bytes.ts';
import { readJsonBody } from './read-json-body.ts';
import { readFileBody, typeInUtf8 } from './read-file-body.ts';
import type { RouteBody } from './route.ts';

/** The body of a request as its route wants it: bytes, JSON, `{}` where it may be left out, or a file while it arrives. */
export async function readBody(input: {
  request: IncomingMessage;
  response: ServerResponse;
  body: RouteBody;
}): Promise<unknown> {
  const { request, response, body } = input;
  if (body.fileTypes !== undefined)
    return readFileBody({ request, response, types: body.fileTypes });
  const bytes = await readBytes(request, response, body.limit ?? 'single');
  if (body.isRaw === true) return bytes;
  if (bytes.length === 0) {
    if (body.isOptional === true) return {};
    const message = 'The body is missing: send a JSON document.';
    const problems = [{ pointer: '', rule: 'required', message: 'is missing' }];
    throw new AppError('invalid-request', { message, problems });
  }
  if (!isJson(request.headers['content-type']))
    throw new AppError('unsupported-media-type', {
      message: 'Send the body with Content-Type: application/json.',
    });
  return readJsonBody(bytes, { isDepthOnly: body.isTextCheckedLater === true });
}

/** application/json or …+json, in UTF-8 when it says a charset. */
function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.-]+\+)?json$/.test(typeInUtf8(contentType) ?? '');
}
