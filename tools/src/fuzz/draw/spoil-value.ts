import fc from 'fast-check';
import { hostileValue } from './hostile-values.ts';
import { RawJson, WorldValue } from './raw-json.ts';

type Place = { holder: Record<string, unknown> | unknown[]; key: string | number };

/** Puts hostile values in some places of a right one, takes members away and adds others. */
export function spoilValue(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const spoils = fc.array(
    fc.record({
      at: fc.nat({ max: 10_000 }),
      way: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add'),
      value: hostileValue,
    }),
    { minLength: 1, maxLength: 3 },
  );
  return fc.tuple(right, spoils).map(([value, wanted]) => {
    let spoilt = copy(value);
    for (const one of wanted) spoilt = spoil(spoilt, one);
    return spoilt;
  });
}

function spoil(value: unknown, { at, way, value: hostile }: Spoil): unknown {
  const places = placesOf(value);
  const place = places[at % (places.length + 1)];
  // One beyond the last: the whole of it.
  if (place === undefined) return way === 'replace' ? hostile : value;
  const { holder, key } = place;
  if (way === 'add' && !Array.isArray(holder)) holder[`added${at % 7}`] = hostile;
  else if (way === 'remove' && !Array.isArray(holder)) Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, hostile);
  return value;
}

type Spoil = { at: number; way: string; value: unknown };

function isHolder(value: unknown): value is Record<string, unknown> | unknown[] {
  if (typeof value !== 'object' || value === null) return false;
  return !(value instanceof RawJson) && !(value instanceof WorldValue);
}

function placesOf(value: unknown): Place[] {
  if (!isHolder(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): Place[] => [
    { holder: value, key },
    ...placesOf(inner),
  ]);
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isHolder(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
}
