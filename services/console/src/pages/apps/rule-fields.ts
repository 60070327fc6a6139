import type { SendingRules } from '@yuexin/client';

type QuietHours = NonNullable<SendingRules['quietHours']>;
type Cap = NonNullable<SendingRules['caps']>[number];
export type CapFields = { most?: number | null; perSeconds: number; then: Cap['then'] };

/** What one may set, for the app or for a template: named and nested as the api names it, so that a pointer leads to its field. */
export type LimitFields = {
  /** `none` and `inherit` differ for a template only: without any, or as the app has them. */
  quiet: 'own' | 'none' | 'inherit';
  quietHours?: Partial<Omit<QuietHours, 'spreadSeconds'>> & { spreadSeconds?: number | null };
  caps?: CapFields[];
  keepForPurposeSeconds?: number | null;
};
export type TemplateFields = LimitFields & { templateId?: string };
export type RuleFields = LimitFields & { templates?: TemplateFields[] };

/** Rules as a form shows them. */
export function fieldsOf({ templates = [], ...own }: SendingRules): RuleFields {
  return {
    ...limitFieldsOf(own, 'none'),
    templates: templates.map(({ templateId, ...limits }) => ({
      templateId,
      ...limitFieldsOf(limits, 'inherit'),
    })),
  };
}

type Limits = Omit<SendingRules, 'templates'>;

function limitFieldsOf(limits: Limits, without: 'none' | 'inherit'): LimitFields {
  const { quietHours, caps = [], keepForPurposeSeconds } = limits;
  return {
    quiet: quietHours ? 'own' : quietHours === null ? 'none' : without,
    ...(quietHours && { quietHours }),
    caps: [...caps],
    ...(keepForPurposeSeconds !== undefined && { keepForPurposeSeconds }),
  };
}

/** What is sent of a form; what nobody filled in is not said. */
export function rulesOf({ templates = [], ...own }: RuleFields): SendingRules {
  return {
    ...limitsOf(own, 'app'),
    ...(templates.length > 0 && {
      templates: templates.map(({ templateId = '', ...limits }) => ({
        templateId,
        ...limitsOf(limits, 'template'),
      })),
    }),
  };
}

function limitsOf(fields: LimitFields, whose: 'app' | 'template'): Limits {
  const { quiet, quietHours, caps = [], keepForPurposeSeconds } = fields;
  const keeps = keepForPurposeSeconds !== undefined && keepForPurposeSeconds !== null;
  return {
    ...(quiet === 'own' && { quietHours: quietHoursOf(quietHours) }),
    ...(quiet === 'none' && whose === 'template' && { quietHours: null }),
    ...(caps.length > 0 && { caps: caps as Cap[] }),
    ...(keeps && { keepForPurposeSeconds }),
  };
}

/** What is missing of it, the api says. */
function quietHoursOf({ spreadSeconds, ...night }: NonNullable<LimitFields['quietHours']> = {}) {
  const spread = spreadSeconds !== undefined && spreadSeconds !== null;
  return { ...night, ...(spread && { spreadSeconds }) } as QuietHours;
}

/** `/templates/0/quietHours/to` as the name of a form's field. */
export function fieldOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
