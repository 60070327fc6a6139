import type { Request, Response } from 'express';
import type { FeedItem, LiveFeed } from './create-live-feed.ts';

const flushEveryMs = 100;
const aliveEveryMs = 15_000;
/** A load test must not drown the page: what is beyond a flush's share is only counted, and the page asks by itself. */
const shareOf: Record<FeedItem['type'], number> = {
  call: 40,
  event: 80,
  message: 200,
  user: 200,
  faults: 500,
  reset: 500,
};

/** Server-sent events for one open page: what happened, ten times a second at most. */
export function openLiveStream(feed: LiveFeed, request: Request, response: Response): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  let waiting: FeedItem[] = [];
  let skipped = 0;
  const stop = feed.listen((item) => {
    if (waiting.length >= shareOf[item.type]) skipped += 1;
    else waiting.push(item);
  });
  const flush = setInterval(() => {
    if (waiting.length === 0) return;
    response.write(`data: ${JSON.stringify({ items: waiting, skipped })}\n\n`);
    waiting = [];
    skipped = 0;
  }, flushEveryMs);
  const alive = setInterval(() => response.write(': alive\n\n'), aliveEveryMs);
  request.on('close', () => {
    stop();
    clearInterval(flush);
    clearInterval(alive);
  });
}
