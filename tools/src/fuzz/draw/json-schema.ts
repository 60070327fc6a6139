/** As much of JSON Schema 2020-12 as our document uses. */
export type JsonSchema = {
  $ref?: string;
  type?: string | readonly string[];
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
  example?: unknown;
  examples?: readonly unknown[];
};

/** `#/components/schemas/…`, by name. */
export type SchemaBook = Readonly<Record<string, JsonSchema>>;

/** Follows references; an unknown one is anything. */
export function resolveSchema(schema: JsonSchema, book: SchemaBook): JsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  if (name === undefined) return schema;
  return resolveSchema(book[name] ?? {}, book);
}
