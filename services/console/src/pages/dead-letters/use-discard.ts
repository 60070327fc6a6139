import { useRef, useState } from 'react';
import { useApi } from '../../api/api-context.tsx';

/** Gives up what a preview counted, call by call until nothing is left. Null: it failed, or runs already. */
export function useDiscard(previewToken: string) {
  const api = useApi();
  const isRunning = useRef(false);
  const [discarded, setDiscarded] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const run = async (reason: string): Promise<number | null> => {
    if (isRunning.current) return null;
    isRunning.current = true;
    setBusy(true);
    setFailure(null);
    let total = discarded;
    try {
      let isComplete = false;
      while (!isComplete) {
        const answer = await api.deadLetters.discard({ previewToken, reason });
        total += answer.discarded;
        ({ isComplete } = answer);
        setDiscarded(total);
      }
      return total;
    } catch (error) {
      setFailure(error);
      return null;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  return { run, discarded, isBusy, failure };
}
