/** `{{name}}` in a text of an audience's message: each recipient's own value stands there. Letters of any script: `{{出发地}}`. */
const placeholder = /\{\{\s*(\p{L}[\p{L}\p{N}_]{0,31})\s*\}\}/gu;
const braces = /\{\{|\}\}/;

/** The names a value asks for, wherever in it their placeholders stand: each once, in their order. */
export function placeholdersOf(value: unknown): string[] {
  if (typeof value === 'string')
    return [...new Set([...value.matchAll(placeholder)].map((match) => String(match[1])))];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(placeholdersOf))];
}

/**
 * The pointers of texts with braces that are no placeholder (`{{first name}}`, `{{to}`): they would be read as they stand by everyone
 * the message goes to. `pointer`: that of the value itself.
 */
export function findStrayBraces(value: unknown, pointer = ''): string[] {
  if (typeof value === 'string')
    return braces.test(value.replace(placeholder, ' ')) ? [pointer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    findStrayBraces(inner, `${pointer}/${key}`),
  );
}

/**
 * The same value with every placeholder of its texts filled; shapes and keys stay. The caller makes sure that every variable is
 * there: one that is not leaves its place empty. `write` says how a variable is written, as in a page's query.
 */
export function fillPlaceholders<T>(
  value: T,
  variables: Readonly<Record<string, string>>,
  write: (variable: string) => string = (variable) => variable,
): T {
  const known = new Map(Object.entries(variables));
  return fill(value, (text) =>
    text.replace(placeholder, (_, name: string) => write(known.get(name) ?? '')),
  ) as T;
}

function fill(value: unknown, fillText: (text: string) => string): unknown {
  if (typeof value === 'string') return fillText(value);
  if (Array.isArray(value)) return value.map((inner) => fill(inner, fillText));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fill(inner, fillText)]),
  );
}
