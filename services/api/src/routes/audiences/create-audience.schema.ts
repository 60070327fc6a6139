import { z } from 'zod';
import { instant, shownText } from '../fields.schema.ts';
import { createPushBody, createPushExample } from '../pushes/create-push.schema.ts';

/** Who is meant of those who hold a grant; the conditions hold together. */
const grantHolders = z
  .strictObject({
    lastLoginFrom: instant.optional().meta({ description: 'Logged in last at or after.' }),
    lastLoginTo: instant.optional().meta({ description: 'Logged in last before.' }),
    hasPhone: z.boolean().optional().meta({ description: 'With a phone bound, or without.' }),
    grantsMin: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: 'Holding at least so many; a standing grant is enough.' }),
  })
  .meta({ description: '`{}` is everyone.' });

const fields = {
  name: shownText(128).optional().meta({ description: 'For people.', example: 'Spring rates' }),
  recipients: z
    .union([z.literal('upload'), z.strictObject({ grantHolders })], {
      error: 'must be "upload" or {"grantHolders": {…}}',
    })
    .meta({
      description:
        '`"upload"`: brought by PUT …/recipients. Or everyone who holds an available grant of `templateId`: each user of the app is looked at once, in the order of their openids, while the audience is `collecting`; what comes or goes behind the walk changes nothing, and whoever has no grant any more when their turn comes is treated as `onNoGrant` says.',
    }),
  ratePerSecond: z
    .int()
    .min(1)
    .max(5000)
    .default(100)
    .meta({ description: 'Pushes made in a second, at most.' }),
  startsByItself: z.boolean().default(false).meta({
    description:
      'Begins as soon as its recipients are whole and none of the lines has problems. Otherwise it waits for POST …/start.',
  }),
};

/**
 * The body of an audience: that of a push without `to`, and whom it is for. Texts of `data`, `fallback` and `page` may hold places
 * `{{name}}` for the variables of each recipient.
 */
export const createAudienceBody = createPushBody.omit({ to: true }).extend(fields).strict().meta({
  id: 'NewAudience',
  description:
    'A push without `to`, said to many. Texts of `data`, `fallback` and `page` may hold `{{name}}`: there stands what each recipient’s line brings under that name. `priority` is `low` unless given, `bizId` the id of the audience.',
});
export type CreateAudienceBody = z.output<typeof createAudienceBody>;

export const createAudienceExample = {
  appId: createPushExample.appId,
  templateId: createPushExample.templateId,
  data: { thing1: { value: '{{from}}-->{{to}}' }, thing2: '钢材 {{tons}} 吨' },
  page: 'pages/goods/detail?id={{goods}}',
  name: 'Spring rates',
  recipients: 'upload',
  ratePerSecond: 200,
};
