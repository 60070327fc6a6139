import { useRef, useState } from 'react';
import { useApi } from '../../api/api-context.tsx';
import { useIsHere } from '../../parts/use-is-here.ts';

/** `stopped`: by whoever looks at it, or as they went to another page. */
type Discarding = 'asked' | 'running' | 'stopping' | 'stopped' | 'failed' | 'done';

type Ran = {
  isDone: boolean;
  count: number;
  /** Whether its dialog is still shown. */
  isHere: boolean;
};

export type Discard = {
  state: Discarding;
  /** How many are given up, by all that was run. */
  discarded: number;
  failure: unknown;
  /** Gives up what a preview counted, call by call until nothing is left; run again it goes on. */
  run: (of: { previewToken: string; reason: string }) => Promise<Ran>;
  /** Ends it after the call that is under way: what that one gives up is still counted. */
  stop: () => void;
};

/** The discarding of dead letters. It does not outlive the dialog that shows it. */
export function useDiscard(): Discard {
  const api = useApi();
  const isRunning = useRef(false);
  const isStopping = useRef(false);
  const isHere = useIsHere();
  const total = useRef(0);
  const isToEnd = (): boolean => isStopping.current || !isHere.current;
  const [discarded, setDiscarded] = useState(0);
  const [state, setState] = useState<Discarding>('asked');
  const [failure, setFailure] = useState<unknown>(null);
  const run: Discard['run'] = async (of) => {
    const answer = (isDone: boolean): Ran => ({
      ...{ isDone, count: total.current, isHere: isHere.current },
    });
    if (isRunning.current) return answer(false);
    isRunning.current = true;
    isStopping.current = false;
    setState('running');
    setFailure(null);
    try {
      let isComplete = false;
      while (!isComplete) {
        if (isToEnd()) {
          setState('stopped');
          return answer(false);
        }
        const step = await api.deadLetters.discard(of);
        total.current += step.discarded;
        ({ isComplete } = step);
        setDiscarded(total.current);
      }
      setState('done');
      return answer(true);
    } catch (error) {
      setFailure(error);
      setState('failed');
      return answer(false);
    } finally {
      isRunning.current = false;
    }
  };
  const stop = (): void => {
    isStopping.current = true;
    setState('stopping');
  };
  return { state, discarded, failure, run, stop };
}
