const controlCharacters = new RegExp(String.raw`[\u0000-\u001f\u007f]`, 'g');

/**
 * Text from outside, fit to be stored: no control characters (PostgreSQL refuses NUL, in jsonb as well) and no half
 * surrogate pairs.
 */
export function cleanText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replace(controlCharacters, ' ');
}
