import fc from 'fast-check';
import { resolveSchema, type JsonSchema, type SchemaBook } from './json-schema.ts';
import { WorldValue, worldKey } from './raw-json.ts';

type Drawing = { book: SchemaBook; worldNames: ReadonlySet<string>; depth: number };

const deepest = 6;
const mostItems = 4;
const longestText = 200;

/**
 * Values as the schema wants them, near enough that most are taken. A member called like something of the world (`appId`,
 * `openid`) is mostly that.
 */
export function valueOfSchema(
  schema: JsonSchema,
  given: { book: SchemaBook; worldNames: ReadonlySet<string> },
): fc.Arbitrary<unknown> {
  return draw(schema, { ...given, depth: 0 });
}

function draw(given: JsonSchema, drawing: Drawing): fc.Arbitrary<unknown> {
  const schema = resolveSchema(given, drawing.book);
  if (drawing.depth > deepest) return fc.constant(null);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const ways = schema.anyOf ?? schema.oneOf;
  if (ways !== undefined) return fc.oneof(...ways.map((way) => draw(way, drawing)));
  if (schema.allOf !== undefined) return drawAll(schema.allOf, drawing);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  if (types.length === 0) return fc.jsonValue({ maxDepth: 2 });
  return fc.oneof(...types.map((type) => drawType(type, schema, drawing)));
}

function drawAll(parts: readonly JsonSchema[], drawing: Drawing): fc.Arbitrary<unknown> {
  return fc
    .tuple(...parts.map((part) => draw(part, drawing)))
    .map((drawn) => Object.assign({}, ...drawn) as unknown);
}

function drawType(type: string, schema: JsonSchema, drawing: Drawing): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return drawObject(schema, drawing);
    case 'array': {
      const { minItems = 0, maxItems = mostItems, items = {} } = schema;
      const inner = draw(items, { ...drawing, depth: drawing.depth + 1 });
      const maxLength = Math.max(minItems, Math.min(maxItems, mostItems));
      return fc.array(inner, { minLength: minItems, maxLength });
    }
    case 'integer':
    case 'number':
      return drawNumber(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return drawText(schema);
  }
}

function drawObject(schema: JsonSchema, drawing: Drawing): fc.Arbitrary<unknown> {
  const below = { ...drawing, depth: drawing.depth + 1 };
  const { properties = {}, required = [], additionalProperties = false } = schema;
  const members = Object.entries(properties).map(([name, inner]) => {
    const member = drawMember(name, inner, below);
    if (required.includes(name)) return [name, member] as const;
    // Most that may be left out is: members that do not go together would refuse nearly everything.
    const weight = drawing.worldNames.has(name) ? 1 : 5;
    return [
      name,
      fc.oneof({ weight, arbitrary: absent }, { weight: 1, arbitrary: member }),
    ] as const;
  });
  const known = fc.record(Object.fromEntries(members)).map(withoutAbsent);
  if (typeof additionalProperties === 'boolean') return known;
  const keys = schema.propertyNames ? drawText(schema.propertyNames) : fc.string({ maxLength: 12 });
  const more = fc.dictionary(
    fc.oneof(fc.constantFrom('thing1', 'thing2', worldKey('templateId')), keys.map(String)),
    draw(additionalProperties, below),
    { maxKeys: 3 },
  );
  return fc.tuple(known, more).map(([some, others]) => ({ ...others, ...some }));
}

const absent: fc.Arbitrary<unknown> = fc.constant(undefined);
const withoutAbsent = (given: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** What is there counts for more than what could be. */
export function drawMember(
  name: string,
  schema: JsonSchema,
  drawing: Omit<Drawing, 'depth'> & { depth?: number },
): fc.Arbitrary<unknown> {
  const own = draw(schema, { depth: 0, ...drawing });
  // What the world's one template holds.
  if (name === 'data') return fc.oneof(fc.constant({ thing1: '一', thing2: '二' }), own);
  if (!drawing.worldNames.has(name)) return own;
  const { maxItems } = resolveSchema(schema, drawing.book);
  const there = fc.constant(new WorldValue(name));
  const known = maxItems === undefined ? there : there.map((one) => [one]);
  return fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: own });
}

function drawNumber(schema: JsonSchema): fc.Arbitrary<number> {
  const min = Math.max(schema.minimum ?? schema.exclusiveMinimum ?? -1_000, -2_147_483_648);
  const max = Math.min(schema.maximum ?? 1_000_000, 2_147_483_647);
  if (min > max) return fc.constant(min);
  return fc.oneof(fc.integer({ min: Math.ceil(min), max: Math.floor(max) }), fc.constant(min));
}

function drawText(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { minLength = 0, maxLength = longestText, format, pattern } = schema;
  const examples = [schema.example, ...(schema.examples ?? [])].filter((one) => one !== undefined);
  const own = format === 'date-time' ? instant : matching(pattern, { minLength, maxLength });
  if (examples.length === 0) return own;
  return fc.oneof(fc.constantFrom(...examples), own);
}

const dayMs = 86_400_000;
/** Around now, where most rules of times lie. */
const instant: fc.Arbitrary<string> = fc
  .integer({ min: -40 * dayMs, max: 40 * dayMs })
  .map((offsetMs) => new Date(Date.now() + offsetMs).toISOString());

function matching(
  pattern: string | undefined,
  length: { minLength: number; maxLength: number },
): fc.Arbitrary<string> {
  const maxLength = Math.max(length.minLength, Math.min(length.maxLength, longestText));
  const free = fc.string({ unit: 'grapheme', minLength: length.minLength, maxLength });
  if (pattern === undefined) return free;
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    // A pattern of which no text can be made: any text then.
    return free;
  }
}
