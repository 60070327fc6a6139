/** Freezes an object and all plain objects and arrays inside it. Buffers cannot be frozen and are left. */
export function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const inner of Object.values(value)) freezeDeep<unknown>(inner);
  return Object.freeze(value);
}
