/** A piece of JSON text that no value of ours writes: a number beyond doubles, half a character, `__proto__` as a key. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Stands for a value that is known only when the request is sent: an id of the running world. */
export class WorldValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type ValueOf = (name: string) => string;

/** A member whose name is a value of the world. */
export const worldKey = (name: string): string => `world:${name}`;
const keyOf = (key: string, valueOf: ValueOf): string =>
  key.startsWith('world:') ? valueOf(key.slice('world:'.length)) : key;

/** JSON text of a drawn value, raw pieces as they are. */
export function writeJson(value: unknown, valueOf: ValueOf): string {
  if (value instanceof RawJson) return value.text;
  if (value instanceof WorldValue) return JSON.stringify(valueOf(value.name));
  if (Array.isArray(value)) return `[${value.map((one) => writeJson(one, valueOf)).join(',')}]`;
  if (typeof value !== 'object' || value === null)
    return value === undefined ? 'null' : JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(keyOf(key, valueOf))}:${writeJson(inner, valueOf)}`,
  );
  return `{${members.join(',')}}`;
}
