import { useEffect, useRef, type RefObject } from 'react';

/** Whether what asks is still shown, for what comes later: whoever has gone elsewhere is not led away from there. */
export function useIsHere(): RefObject<boolean> {
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return isHere;
}
