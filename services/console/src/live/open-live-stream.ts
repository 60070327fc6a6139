export type LiveStream = { close: () => void };

export type LiveStreamDeps = {
  url: string;
  onEvent: (event: { type: string; data: unknown }) => void;
  onOpen: () => void;
  /** The api is there and has nothing to tell: its database does not answer. */
  onBeat: () => void;
  onLost: () => void;
  openSource?: (url: string) => EventSource;
  wait?: (ms: number, then: () => void) => () => void;
};

const eventTypes = ['stats', 'alarms'];
/** The api says something every two seconds, at least that it has nothing to say. */
const silenceMs = 30_000;
const firstWaitMs = 1_000;
const longestWaitMs = 15_000;

/**
 * The api's server-sent events, for as long as it is open: a stream that ends is opened again, at growing distances.
 * A browser tries by itself only when the network failed, not when the api, or what is before it, answered an error; and of a
 * network that swallows everything it hears nothing: a stream that is silent for half a minute counts as ended.
 */
export function openLiveStream(deps: LiveStreamDeps): LiveStream {
  const openSource = deps.openSource ?? ((url: string) => new EventSource(url));
  const wait = deps.wait ?? waitByTimer;
  let source: EventSource | null = null;
  let stopWaiting: (() => void) | null = null;
  let waitMs = firstWaitMs;

  const lose = (): void => {
    stopWaiting?.();
    source?.close();
    deps.onLost();
    stopWaiting = wait(waitMs, open);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  };
  const listenOn = (): void => {
    stopWaiting?.();
    stopWaiting = wait(silenceMs, lose);
  };
  const open = (): void => {
    const opened = openSource(deps.url);
    source = opened;
    listenOn();
    opened.onopen = () => {
      waitMs = firstWaitMs;
      listenOn();
      deps.onOpen();
    };
    opened.onerror = lose;
    // The session is over, or the process leaves: the next one says which.
    opened.addEventListener('end', lose);
    opened.addEventListener('beat', () => {
      listenOn();
      deps.onBeat();
    });
    for (const type of eventTypes)
      opened.addEventListener(type, (event) => {
        listenOn();
        const data = readJson((event as MessageEvent<string>).data);
        if (data !== undefined) deps.onEvent({ type, data });
      });
  };
  open();

  return {
    close: () => {
      stopWaiting?.();
      source?.close();
    },
  };
}

function waitByTimer(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

/** Undefined for what is no JSON: the next event comes in two seconds. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
