/** An instant as people read it, in UTC and to the second; a dash for none. */
export function showTime(instant: string | null | undefined): string {
  return instant === null || instant === undefined
    ? '-'
    : instant.replace('T', ' ').replace(/(\.\d+)?Z$/, 'Z');
}
