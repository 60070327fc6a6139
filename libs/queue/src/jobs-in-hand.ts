/** What a consumer holds at this moment, so that it can be given back when the consumer has to go. */
export type JobsInHand = {
  isStopping(): boolean;
  /** From now on nothing is begun; what is in hand goes on. */
  stop(): void;
  /** Waits for `work`; gives `otherwise` when `giveBack` comes first. */
  hold<T>(work: Promise<T>, otherwise: T): Promise<T>;
  giveBack(): void;
};

export function createJobsInHand(): JobsInHand {
  const held = new Set<() => void>();
  let isStopping = false;
  let isGivingBack = false;
  return {
    isStopping: () => isStopping,
    stop: () => (isStopping = true),
    hold: (work, otherwise) =>
      new Promise((resolve, reject) => {
        const letGo = () => resolve(otherwise);
        if (isGivingBack) letGo();
        // Not a race against one long-lived promise: that would keep something of every job ever done.
        held.add(letGo);
        work.then(resolve, reject).finally(() => held.delete(letGo));
      }),
    giveBack() {
      isGivingBack = true;
      for (const letGo of held) letGo();
    },
  };
}
