import type { JsonSchema } from '../draw/json-schema.ts';

/** Who shows himself at an operation: an API key, a mini program's session, the console's cookie, or nobody. */
export type Credential = 'key' | 'session' | 'console' | 'none';

export type FuzzParameter = { in: 'path' | 'query' | 'header'; name: string; schema: JsonSchema };

/** One operation as the fuzz run knows it: what a right request looks like, so that wrong ones are near to it. */
export type FuzzOperation = {
  door: DoorName;
  name: string;
  method: string;
  /** OpenAPI form, `/v1/apps/{appId}`. */
  path: string;
  credential: Credential;
  parameters: readonly FuzzParameter[];
  /** Null: it takes no body; `signed-event`: as WeChat posts it. */
  body: JsonSchema | 'signed-event' | null;
  /** Its media type, when it is right. */
  mediaType: string;
};

export type DoorName = 'api' | 'worker' | 'simulator';
