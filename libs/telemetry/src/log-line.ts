/** One line before it is rendered; everything in it is redacted already. */
export type LogLine = {
  time: string;
  level: string;
  service: string;
  message: string;
  fields: Record<string, unknown>;
};
