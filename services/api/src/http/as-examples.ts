/** By name, as OpenAPI 3.1 has it beside a bare `example`, whose members some readers take for examples. */
export const asExamples = (value: unknown): { examples?: { example: { value: unknown } } } =>
  value === undefined ? {} : { examples: { example: { value } } };
