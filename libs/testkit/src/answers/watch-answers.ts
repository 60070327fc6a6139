import {
  createAnswerChecker,
  type CheckAnswer,
  type OpenApiDocument,
} from './create-answer-checker.ts';

export type AnswerWatch = {
  /** Everything seen so far that is not as documented; asking forgets it. */
  takeFaults(): string[];
  stop(): void;
};

type Fetch = typeof globalThis.fetch;

/**
 * From now on every answer that `fetch` of this test file gets from the api is judged by the document the api serves at
 * /openapi.json. `apiUrl` may change: a restarted api has another port.
 */
export function watchAnswers(apiUrl: () => string): AnswerWatch {
  const original: Fetch = globalThis.fetch;
  const faults: string[] = [];
  let checker: Promise<CheckAnswer> | undefined;
  const readChecker = async (): Promise<CheckAnswer> => {
    const answer = await original(`${apiUrl()}/openapi.json`);
    return createAnswerChecker((await answer.json()) as OpenApiDocument);
  };

  const judge = async (method: string, response: Response): Promise<void> => {
    // An answer that breaks off is the caller's to see.
    const text = await response
      .clone()
      .text()
      .catch(() => null);
    if (text === null) return;
    checker ??= readChecker();
    const check = await checker;
    const { status, headers, url } = response;
    faults.push(...check({ method, url, status, header: (name) => headers.get(name), text }));
  };

  const watched: Fetch = async (input, init) => {
    const response = await original(input, init);
    const base = apiUrl();
    if (base !== '' && response.url.startsWith(`${base}/v1/`))
      await judge(init?.method ?? 'GET', response);
    return response;
  };
  globalThis.fetch = watched;

  return {
    takeFaults: () => faults.splice(0),
    stop: () => {
      globalThis.fetch = original;
    },
  };
}
