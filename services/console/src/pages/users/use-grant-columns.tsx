import type { Grant } from '@yuexin/client';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { GrantPurpose } from '../../parts/grant-purpose.tsx';
import { Instant } from '../../parts/instant.tsx';
import { TemplateName } from '../../parts/template-name.tsx';
import { ToneTag, type Tone } from '../../parts/tone-tag.tsx';

const tones: Record<Grant['state'], Tone> = {
  available: 'good',
  kept: 'wait',
  reserved: 'wait',
  spent: 'calm',
  void: 'off',
};

export function useGrantColumns(appId: string): NonNullable<TableProps<Grant>['columns']> {
  const { t } = useTranslation();
  return [
    {
      title: t('push.state'),
      key: 'state',
      render: (_, { state, voidReason, ...grant }) => (
        <>
          <ToneTag tone={tones[state]}>{t(`grants.state.${state}`)}</ToneTag>{' '}
          {voidReason !== undefined && <code>{voidReason}</code>}
          <GrantPurpose grant={grant} />
        </>
      ),
    },
    {
      title: t('push.template'),
      key: 'template',
      render: (_, { templateId }) => <TemplateName appId={appId} templateId={templateId} />,
    },
    {
      title: t('grants.evidenceTitle'),
      key: 'evidence',
      render: (_, { evidence }) => t(`grants.evidence.${evidence}`),
    },
    {
      title: t('grants.obtainedAt'),
      key: 'obtainedAt',
      render: (_, { obtainedAt }) => <Instant at={obtainedAt} />,
    },
    {
      title: t('push.title'),
      key: 'push',
      render: (_, { pushId }) =>
        pushId === undefined ? (
          '–'
        ) : (
          <Link to={`/pushes/${pushId}`}>{`…${pushId.slice(-12)}`}</Link>
        ),
    },
  ];
}
