import { z } from 'zod';
import { instant, openid, phone, purpose, templateId, unionid } from '../fields.schema.ts';

const mostItems = 1000;

const importedUser = z.strictObject({
  openid,
  phone: phone.nullable().optional(),
  unionid: unionid.nullable().optional(),
});

export const importedGrant = z.strictObject({
  openid,
  templateId,
  count: z.int().min(1).max(1000).meta({ description: 'One for a long-term template.' }),
  grantedAt: instant
    .nullable()
    .optional()
    .meta({ description: 'Default: now. Must not lie ahead.' }),
  purpose: purpose.optional().meta({ description: 'Kept for pushes of it, by the sending rules.' }),
});

/** `{ "<name>": […], …more }`, or the list alone. */
function namedList<N extends string, T extends z.ZodType, M extends z.ZodRawShape>(
  name: N,
  item: T,
  more: M,
) {
  const items = z.array(item).min(1).max(mostItems);
  const named = z.strictObject({ ...({ [name]: items } as Record<N, typeof items>), ...more });
  const schema = z.preprocess(
    (given) => (Array.isArray(given) ? { [name]: given as unknown } : given),
    named,
  );
  return { schema, documented: named };
}

const users = namedList('users', importedUser, {});
const grants = namedList('grants', importedGrant, {
  counting: z.enum(['more', 'total']).default('more').meta({
    description:
      'What `count` says. `more`: so many are added. `total`: so many were ever imported of this user and template, over all rows; only what the ledger lacks of them is added.',
  }),
});

export const importUsersBody = users.schema;
export const documentedUsersBody = users.documented.meta({ id: 'UserImport' });
export const importGrantsBody = grants.schema;
export const documentedGrantsBody = grants.documented.meta({ id: 'GrantImport' });
