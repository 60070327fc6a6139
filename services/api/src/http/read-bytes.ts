import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '@yuexin/errors';
import express from 'express';
import { bodyLimits } from './route.ts';

export type BytesLimit = 'single' | 'batch';

const nothing = Buffer.alloc(0);

/**
 * The body of a request as bytes; empty without one. Throws `payload-too-large` beyond the limit, but hears the body out first, so
 * that the answer is read, and `invalid-request` when it breaks off. One that is compressed is left to Express's parser.
 */
export function readBytes(
  request: IncomingMessage,
  response: ServerResponse,
  limit: BytesLimit,
): Promise<Buffer> {
  const { headers } = request;
  const isThere =
    headers['transfer-encoding'] !== undefined || !Number.isNaN(Number(headers['content-length']));
  if (!isThere) return Promise.resolve(nothing);
  const encoding = headers['content-encoding'];
  const isPlain = !encoding || encoding.toLowerCase() === 'identity';
  return isPlain ? readPlain(request, bodyLimits[limit]) : inflate(request, response, limit);
}

function readPlain(request: IncomingMessage, most: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Who hung up while we looked at his key will send no more, and say so no more.
    if (request.destroyed) {
      reject(brokenOff(request.errored));
      return;
    }
    let chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else chunks = [];
    });
    request.on('end', () => {
      if (size > most) reject(tooLarge());
      else resolve(chunks.length === 1 ? (chunks[0] ?? nothing) : Buffer.concat(chunks));
    });
    request.on('error', (error) => reject(brokenOff(error)));
  });
}

type Parser = (
  request: IncomingMessage,
  response: ServerResponse,
  done: (error?: unknown) => void,
) => void;

const parserOf = (limit: BytesLimit): Parser =>
  express.raw({ type: () => true, limit: bodyLimits[limit] }) as Parser;
const parsers = { single: parserOf('single'), batch: parserOf('batch') };

function inflate(
  request: IncomingMessage,
  response: ServerResponse,
  limit: BytesLimit,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    parsers[limit](request, response, (error?: unknown) => {
      const { body } = request as { body?: unknown };
      if (error === undefined) resolve(Buffer.isBuffer(body) ? body : nothing);
      else reject(error instanceof Error ? error : new Error('The body could not be read.'));
    });
  });
}

function tooLarge(): AppError {
  return new AppError('payload-too-large', {
    message: 'The body is larger than this call takes.',
  });
}

function brokenOff(cause: unknown): AppError {
  const message = 'The request could not be read.';
  const problems = [{ pointer: '', rule: 'readable', message }];
  return new AppError('invalid-request', { message, problems, cause });
}
