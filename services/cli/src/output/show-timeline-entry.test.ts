import { expect, test } from '@jest/globals';
import type { TimelineEntry } from '@yuexin/client';
import { showTimelineEntry } from './show-timeline-entry.ts';

const at = '2026-01-05T08:00:00Z';
const callback = (id: string, endpointId: string): TimelineEntry => ({
  ...{ kind: 'callback', id, endpointId, type: 'push.sent', sequence: 1, at },
  ...{ state: 'waiting', attempts: 1 },
});
const attempt: TimelineEntry = {
  ...{ kind: 'callback-attempt', id: 'cbk_2', number: 1, at, durationMs: 12 },
  ...{ status: 500, error: null, answer: null },
};

test('a try of a callback names the endpoint that was called', () => {
  const history = [callback('cbk_1', 'whe_1'), callback('cbk_2', 'whe_2'), attempt];
  expect(showTimelineEntry(attempt, history)).toBe(
    '2026-01-05 08:00:00Z  callback to whe_2, try 1: 500, 12 ms',
  );
});
