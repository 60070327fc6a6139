import type { TemplateChange } from '@yuexin/client';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { Instant } from '../../parts/instant.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';
import { useList } from '../../parts/use-list.ts';

const tones: Record<TemplateChange['kind'], Tone> = {
  added: 'good',
  changed: 'warn',
  removed: 'bad',
};

/** What syncs found different, and which waiting pushes that hurts. */
export function TemplateChanges({ appId }: { appId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const list = useList(['template-changes', appId], (cursor) =>
    api.templates.listChanges(appId, { limit: 20, ...(cursor !== undefined && { cursor }) }),
  );
  return (
    <Card title={<h2>{t('templates.changes')}</h2>} className="below">
      <ListTable<TemplateChange>
        list={list}
        label={t('templates.changes')}
        rowKey={({ id }) => id}
        empty={
          <TeachingEmpty title={t('templates.noChanges')} hint={t('templates.noChangesHint')} />
        }
        columns={[
          { title: t('webhooks.at'), key: 'at', render: (_, { at }) => <Instant at={at} /> },
          {
            title: t('templates.change'),
            key: 'kind',
            render: (_, { kind }) => (
              <ToneTag tone={tones[kind]}>{t(`templates.changeKind.${kind}`)}</ToneTag>
            ),
          },
          {
            title: t('push.template'),
            key: 'template',
            render: (_, { templateId, title }) => (
              <Link to={`/templates/${appId}/${templateId}`}>{title}</Link>
            ),
          },
          {
            title: t('templates.what'),
            key: 'change',
            render: (_, change) => <ChangeText change={change} />,
          },
          {
            title: t('templates.hurt'),
            key: 'hurt',
            render: (_, { hurt, templateId }) =>
              hurt === null ? (
                '–'
              ) : (
                <Link
                  to={`/pushes?templateId=${templateId}&state=parked,queued,scheduled,retrying`}
                >
                  {t('templates.hurtPushes', { count: hurt.pushes })}
                </Link>
              ),
          },
        ]}
      />
    </Card>
  );
}

function ChangeText({ change: { change } }: { change: TemplateChange }) {
  const { t } = useTranslation();
  const {
    title,
    kind,
    isReworded,
    keywordsAdded = [],
    keywordsRemoved = [],
    retyped = [],
    relabelled = [],
    options = [],
  } = change;
  return (
    <>
      {title !== undefined && <div>{t('templates.fromTo', title)}</div>}
      {kind !== undefined && <div>{t('templates.fromTo', kind)}</div>}
      {isReworded === true && <div>{t('templates.reworded')}</div>}
      {keywordsAdded.length > 0 && (
        <div>{t('templates.keywordsAdded', { keys: keywordsAdded.join(', ') })}</div>
      )}
      {keywordsRemoved.length > 0 && (
        <div>{t('templates.keywordsRemoved', { keys: keywordsRemoved.join(', ') })}</div>
      )}
      {[...retyped, ...relabelled].map(({ key, from, to }) => (
        <div key={`${key} ${from}`}>
          <code>{key}</code> {t('templates.fromTo', { from, to })}
        </div>
      ))}
      {options.map(({ key, added, removed }) => (
        <div key={key}>
          <code>{key}</code>{' '}
          {[...added.map((one) => `+${one}`), ...removed.map((one) => `−${one}`)].join(' ')}
        </div>
      ))}
    </>
  );
}
