/** Text of others for a terminal: what would move the cursor, colour or ring is a blank. */
export function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
