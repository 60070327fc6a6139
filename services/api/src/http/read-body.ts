import { AppError } from '@yuexin/errors';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { readJsonBody } from './read-json-body.ts';
import { readFileBody, typeInUtf8 } from './read-file-body.ts';
import { bodyLimits, type RouteBody } from './route.ts';

// The types of connect, which it returns, know less of a request than Express's own.
const parserOf = (limit: number): RequestHandler =>
  express.raw({ type: () => true, limit }) as RequestHandler;
const parsers = { single: parserOf(bodyLimits.single), batch: parserOf(bodyLimits.batch) };

/** The body of a request as its route wants it: bytes, JSON, `{}` where it may be left out, or a file while it arrives. */
export async function readBody(input: {
  request: Request;
  response: Response;
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
  if (!isJson(request.get('content-type')))
    throw new AppError('unsupported-media-type', {
      message: 'Send the body with Content-Type: application/json.',
    });
  return readJsonBody(bytes, { isDepthOnly: body.isTextCheckedLater === true });
}

function readBytes(
  request: Request,
  response: Response,
  limit: keyof typeof parsers,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    void parsers[limit](request, response, (error?: unknown) => {
      if (error === undefined)
        resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      else reject(error instanceof Error ? error : new Error('The body could not be read.'));
    });
  });
}

/** application/json or …+json, in UTF-8 when it says a charset. */
function isJson(contentType: string | undefined): boolean {
  return /^application\/([\w.-]+\+)?json$/.test(typeInUtf8(contentType) ?? '');
}
