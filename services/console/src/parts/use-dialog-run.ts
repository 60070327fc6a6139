import { useRef, useState } from 'react';

export type DialogRun = {
  isBusy: boolean;
  failure: unknown;
  /** Does it, unless it is under way; resolves when it is done, or has failed and says so. */
  run: (work: () => Promise<unknown>) => Promise<void>;
};

/** What a dialog's button starts, once at a time: whoever pressed is told what became of it, so a dialog that is busy stays. */
export function useDialogRun(): DialogRun {
  const isUnderWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    } finally {
      isUnderWay.current = false;
      setBusy(false);
    }
  };
  return { isBusy, failure, run };
}
