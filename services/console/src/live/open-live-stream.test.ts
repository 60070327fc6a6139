import { describe, expect, it } from '@jest/globals';
import { openLiveStream } from './open-live-stream.ts';

const silenceMs = 30_000;

/** What a browser's EventSource is to us, opened and broken by hand. */
function openByHand() {
  const sources: {
    closed: boolean;
    listeners: Map<string, (event: { data: string }) => void>;
    onopen?: () => void;
    onerror?: () => void;
  }[] = [];
  const waits: { ms: number; then: () => void; isOff: boolean }[] = [];
  const told: unknown[] = [];
  const stream = openLiveStream({
    url: '/v1/console/live',
    onOpen: () => told.push('open'),
    onBeat: () => told.push('beat'),
    onLost: () => told.push('lost'),
    onEvent: (event) => told.push(event),
    openSource: () => {
      const source = {
        closed: false,
        listeners: new Map<string, (event: { data: string }) => void>(),
        close: () => {
          source.closed = true;
        },
        addEventListener: (type: string, listener: (event: { data: string }) => void) =>
          source.listeners.set(type, listener),
      };
      sources.push(source);
      return source as unknown as EventSource;
    },
    wait: (ms, then) => {
      const one = { ms, then, isOff: false };
      waits.push(one);
      return () => {
        one.isOff = true;
      };
    },
  });
  return { sources, waits, told, stream };
}

describe('the live stream', () => {
  it('tells events by their type, and leaves out what is no JSON', () => {
    const { sources, told } = openByHand();
    sources[0]!.listeners.get('stats')!({ data: '{"open":{}}' });
    sources[0]!.listeners.get('alarms')!({ data: '<html>' });
    expect(told).toEqual([{ type: 'stats', data: { open: {} } }]);
  });

  it('is opened again after it broke, at growing distances up to a limit', () => {
    const { sources, waits, told } = openByHand();
    for (let times = 0; times < 6; times += 1) {
      sources.at(-1)!.onerror!();
      waits.at(-1)!.then();
    }
    const between = waits.map(({ ms }) => ms).filter((ms) => ms !== silenceMs);
    expect(between).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(sources.slice(0, -1).every(({ closed }) => closed)).toBe(true);
    sources.at(-1)!.onopen!();
    expect(told.at(-1)).toBe('open');
    sources.at(-1)!.onerror!();
    expect(waits.at(-1)!.ms).toBe(1000);
  });

  it('that says nothing for half a minute is opened anew; a beat is something', () => {
    const { sources, waits, told } = openByHand();
    sources[0]!.onopen!();
    sources[0]!.listeners.get('beat')!({ data: '{}' });
    expect(waits.filter(({ isOff }) => !isOff).map(({ ms }) => ms)).toEqual([silenceMs]);
    waits.at(-1)!.then();
    expect(sources[0]!.closed).toBe(true);
    waits.at(-1)!.then();
    expect(sources).toHaveLength(2);
    expect(told).toEqual(['open', 'beat', 'lost']);
  });

  it('is not opened again once it was closed', () => {
    const { sources, waits, stream } = openByHand();
    sources[0]!.onerror!();
    stream.close();
    expect(waits.every(({ isOff }) => isOff)).toBe(true);
  });
});
