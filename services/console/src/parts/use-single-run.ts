import { useRef } from 'react';

/**
 * What a button starts, once at a time: both clicks of a double click are through before the page shows that the first is under way.
 * `run` shows its own failure.
 */
export function useSingleRun<Given extends readonly unknown[]>(
  run: (...given: Given) => Promise<unknown>,
): (...given: Given) => void {
  const isUnderWay = useRef(false);
  return (...given) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    const end = (): void => {
      isUnderWay.current = false;
    };
    run(...given).then(end, end);
  };
}
