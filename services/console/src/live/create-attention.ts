/** Whether somebody is at the page. */
export type Attention = { isAttended: () => boolean };

/** Longer than any page waits before it reads anew, so that each thing one does is told with a read that follows. */
const attendedForMs = 120_000;
const acts = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Who has just opened the page is there, and who pressed, typed or scrolled within two minutes. */
export function createAttention(deps: {
  target: Pick<EventTarget, 'addEventListener'> | null;
  nowMs: () => number;
}): Attention {
  let lastMs = deps.nowMs();
  const note = (): void => {
    lastMs = deps.nowMs();
  };
  for (const act of acts)
    deps.target?.addEventListener(act, note, { capture: true, passive: true });
  return { isAttended: () => deps.nowMs() - lastMs < attendedForMs };
}

/** Of this page. */
export const attention = createAttention({
  target: typeof document === 'undefined' ? null : document,
  nowMs: () => performance.now(),
});
