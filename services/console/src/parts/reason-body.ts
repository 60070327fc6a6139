/** The body of an act that takes a reason and nothing else. */
export const reasonBody = (reason: string | undefined): { reason?: string } =>
  reason === undefined ? {} : { reason };
