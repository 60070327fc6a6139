type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** What was said, without what was not: the api takes no `undefined`. */
export function withoutUndefined<T extends object>(value: T): Partial<Given<T>> {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined),
  ) as Partial<Given<T>>;
}
