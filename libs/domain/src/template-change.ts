import type { TemplateKeyword, TemplateKind } from './vocabulary.ts';

type Changed<T> = { from: T; to: T };

/** What is different about a template; what is the same is left out. */
export type TemplateChange = {
  title?: Changed<string>;
  kind?: Changed<TemplateKind>;
  /** The text around the keywords, or the example. */
  isReworded?: true;
  keywordsAdded?: string[];
  keywordsRemoved?: string[];
  retyped?: ({ key: string } & Changed<string>)[];
  relabelled?: ({ key: string } & Changed<string>)[];
  options?: { key: string; added: string[]; removed: string[] }[];
};

type Described = {
  title: string;
  kind: TemplateKind;
  content: string;
  example: string;
  keywords: readonly TemplateKeyword[];
};

const missingIn = (list: readonly string[], from: readonly string[]): string[] =>
  list.filter((one) => !from.includes(one));

const orAbsent = <K extends string, T>(key: K, list: T[]) =>
  (list.length === 0 ? {} : { [key]: list }) as Partial<Record<K, T[]>>;

/** What a sync found different about a template that stayed. */
export function describeTemplateChange(before: Described, after: Described): TemplateChange {
  const { title, kind } = after;
  const isReworded = before.content !== after.content || before.example !== after.example;
  return {
    ...(before.title !== title && { title: { from: before.title, to: title } }),
    ...(before.kind !== kind && { kind: { from: before.kind, to: kind } }),
    ...(isReworded && { isReworded }),
    ...describeKeywords(before.keywords, after.keywords),
  };
}

function describeKeywords(
  before: readonly TemplateKeyword[],
  after: readonly TemplateKeyword[],
): Partial<TemplateChange> {
  const known = new Map(before.map((keyword) => [keyword.key, keyword]));
  const kept = after.flatMap((now) => {
    const then = known.get(now.key);
    return then === undefined ? [] : [{ key: now.key, then, now }];
  });
  const keysBefore = before.map(({ key }) => key);
  const keysAfter = after.map(({ key }) => key);
  const changedOf = (read: (keyword: TemplateKeyword) => string) =>
    kept
      .map(({ key, then, now }) => ({ key, from: read(then), to: read(now) }))
      .filter(({ from, to }) => from !== to);
  const options = kept
    .map(({ key, then: { options: old = [] }, now: { options: fresh = [] } }) => ({
      ...{ key, added: missingIn(fresh, old), removed: missingIn(old, fresh) },
    }))
    .filter(({ added, removed }) => added.length + removed.length > 0);
  return {
    ...orAbsent('keywordsAdded', missingIn(keysAfter, keysBefore)),
    ...orAbsent('keywordsRemoved', missingIn(keysBefore, keysAfter)),
    ...orAbsent(
      'retyped',
      changedOf(({ type }) => type),
    ),
    ...orAbsent(
      'relabelled',
      changedOf(({ label }) => label),
    ),
    ...orAbsent('options', options),
  };
}

/** Whether data that fitted before may not fit now. A keyword that is gone does no harm: its value is ignored. */
export const mayRefuseData = (change: TemplateChange): boolean =>
  change.keywordsAdded !== undefined ||
  change.retyped !== undefined ||
  change.options !== undefined;

/** Waiting pushes that their template, as it is now, would refuse. */
export type HurtPushes = {
  templateId: string;
  /** `removed`: the template is gone. `data`: it has keywords the data does not fit. */
  because: 'removed' | 'data';
  pushes: number;
  /** Not all that wait were looked at: there may be more. */
  isAtLeast: boolean;
  /** Some of them. */
  sample: string[];
};

/** The alarm about them, for an operator. */
export function sayTemplateDrift(hurt: readonly HurtPushes[]): string {
  const parts = hurt.map(({ templateId, because, pushes, isAtLeast }) => {
    const what =
      because === 'removed' ? 'was removed at WeChat' : 'has keywords that their data does not fit';
    return `${isAtLeast ? 'at least ' : ''}${pushes} waiting push(es) of ${templateId}, which ${what}`;
  });
  return `Templates changed at WeChat, which will refuse ${parts.join('; ')}.`;
}
