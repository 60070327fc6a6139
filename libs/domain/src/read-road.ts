import type { Outcome } from './vocabulary.ts';

/**
 * What an attempt tells of the road to WeChat, whatever it says of the push. `unreachable`: it never left; `lost`: it left
 * and no answer of WeChat's came; `nothing`: it failed for a reason of ours.
 */
export type RoadNews = 'reached' | 'unreachable' | 'lost' | 'nothing';

/** First words of a cause (wechat-client's) that say the network or the server was not there. */
const unreachableWords = new Set([
  'dns',
  'connect',
  'connect-timeout',
  'tls',
  'reset',
  'pool-wait',
]);
const ownWords = new Set(['aborted', 'closed', 'internal']);

const firstWord = (cause: string): string => cause.split(':', 1).join();

/** Total. An errcode is an answer, also -1: WeChat is there. */
export function readRoad(outcome: Outcome): RoadNews {
  switch (outcome.kind) {
    case 'accepted':
    case 'refused':
      return 'reached';
    case 'not-sent':
      return unreachableWords.has(firstWord(outcome.cause)) ? 'unreachable' : 'nothing';
    case 'unconfirmed':
      return ownWords.has(firstWord(outcome.cause)) ? 'nothing' : 'lost';
  }
}
