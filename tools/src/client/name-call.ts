/** Tags whose words make no good member of a client. */
const groupOfTag: Readonly<Record<string, string>> = {
  'API keys': 'apiKeys',
  'From WeChat': 'wechat',
  'Users and grants': 'users',
};

const capitalise = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function groupOf(tag: string): string {
  const known = groupOfTag[tag];
  if (known !== undefined) return known;
  const [first = '', ...rest] = tag.toLowerCase().split(/[^a-z0-9]+/);
  return first + rest.map(capitalise).join('');
}

function singularOf(noun: string): string {
  return noun.replace(/(?<=[sx]|ch|sh)es$|s$/, '');
}

/**
 * Where a call is found on the client: `createPush` of the tag `Pushes` is `pushes.create`, `listTemplateChanges` of
 * `Templates` is `templates.listChanges`. What the group says already is left out of the name.
 */
export function nameCall(tag: string, operationId: string): { group: string; name: string } {
  const group = groupOf(tag);
  const nouns = [capitalise(group), singularOf(capitalise(group))];
  const noun = nouns.find((one) => new RegExp(`^[a-z]+${one}(?![a-z])`).test(operationId));
  return { group, name: noun === undefined ? operationId : operationId.replace(noun, '') };
}
