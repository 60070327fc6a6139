/** As much of an OpenAPI 3.1 document as the client is generated from. */
export type OpenApiDocument = {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, OpenApiSchema> };
};

export type OpenApiOperation = {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  security?: readonly Record<string, readonly string[]>[];
  parameters?: readonly { in: string; name: string; required?: boolean }[];
  requestBody?: { required?: boolean; content: OpenApiContent };
  responses: Record<string, { content?: OpenApiContent }>;
};

export type OpenApiContent = Record<string, { schema: OpenApiSchema; [more: string]: unknown }>;

export type OpenApiSchema = {
  $ref?: string;
  type?: string;
  properties?: Record<string, OpenApiSchema>;
  required?: readonly string[];
  items?: OpenApiSchema;
  [more: string]: unknown;
};
