/** Keeps the newest `capacity` items; adding costs the same however many there are. */
export type Ring<T> = {
  push(item: T): void;
  /** Oldest first. */
  values(): Generator<T>;
  /** Newest first. */
  newestFirst(): Generator<T>;
  clear(): void;
  readonly size: number;
  /** How many were pushed out by newer ones. */
  readonly dropped: number;
};

export function createRing<T>(capacity: number): Ring<T> {
  let items: T[] = [];
  let start = 0;
  let dropped = 0;
  const at = (index: number): T => items[(start + index) % items.length] as T;
  return {
    push: (item) => {
      if (items.length < capacity) {
        items.push(item);
        return;
      }
      items[start] = item;
      start = (start + 1) % capacity;
      dropped += 1;
    },
    *values() {
      for (let index = 0; index < items.length; index += 1) yield at(index);
    },
    *newestFirst() {
      for (let index = items.length - 1; index >= 0; index -= 1) yield at(index);
    },
    clear: () => {
      items = [];
      start = 0;
      dropped = 0;
    },
    get size() {
      return items.length;
    },
    get dropped() {
      return dropped;
    },
  };
}
