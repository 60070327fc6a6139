import type { Template } from '@yuexin/client';

/** Types whose limit has words of its own; whatever else there is takes at most 20 characters. */
export const limitedTypes = [
  'thing',
  'number',
  'letter',
  'symbol',
  'character_string',
  'time',
  'date',
  'amount',
  'phone_number',
  'car_number',
  'name',
  'phrase',
  'short_thing',
] as const;
export type LimitedType = (typeof limitedTypes)[number] | 'choice' | 'other';

/** How many characters a value may have at most, where it is a matter of characters: for the counter of a field. */
const lengths: Readonly<Record<LimitedType, number | null>> = {
  thing: 20,
  number: 32,
  letter: 32,
  symbol: 5,
  character_string: 32,
  time: null,
  date: null,
  amount: null,
  phone_number: 17,
  car_number: 8,
  name: 20,
  phrase: 5,
  short_thing: 5,
  choice: null,
  other: 20,
};

/** Which limit holds for a keyword. */
export function limitOf(keyword: Pick<Template['keywords'][number], 'type' | 'options'>): {
  type: LimitedType;
  length: number | null;
} {
  const type = typeOf(keyword);
  return { type, length: lengths[type] };
}

function typeOf({
  type,
  options = [],
}: Pick<Template['keywords'][number], 'type' | 'options'>): LimitedType {
  if (options.length > 0 || /^(?:enum|const)(?:_|$)/.test(type)) return 'choice';
  return limitedTypes.find((known) => known === type) ?? 'other';
}
