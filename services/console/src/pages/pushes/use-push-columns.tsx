import type { Push } from '@yuexin/client';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Instant } from '../../parts/instant.tsx';
import { ReasonText } from '../../parts/reason-text.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { TemplateName } from '../../parts/template-name.tsx';

/** How pushes look in every table. */
export function usePushColumns(): NonNullable<TableProps<Push>['columns']> {
  const { t } = useTranslation();
  return [
    {
      title: t('push.state'),
      key: 'state',
      render: (_, push) => <StateTag state={push.state} delivery={push.delivery} />,
    },
    {
      title: t('push.id'),
      key: 'id',
      render: (_, { id }) => (
        <Link to={`/pushes/${id}`} className="figure" title={id}>
          {`…${id.slice(-12)}`}
        </Link>
      ),
    },
    {
      title: t('push.to'),
      key: 'to',
      render: (_, { to }) => (
        <span className="figure" title={to.openid}>
          {to.phoneMasked ?? (to.openid === undefined ? '–' : `…${to.openid.slice(-10)}`)}
        </span>
      ),
    },
    {
      title: t('push.createdAt'),
      key: 'createdAt',
      render: (_, { createdAt }) => <Instant at={createdAt} />,
    },
    {
      title: t('push.template'),
      key: 'template',
      responsive: ['md'],
      render: (_, { appId, templateId }) => <TemplateName appId={appId} templateId={templateId} />,
    },
    {
      title: t('push.reason'),
      key: 'reason',
      responsive: ['md'],
      render: (_, { reason }) => <ReasonText reason={reason} />,
    },
    {
      title: t('push.bizId'),
      key: 'bizId',
      responsive: ['lg'],
      render: (_, { bizId }) => (
        <span className="clipped" title={bizId ?? undefined}>
          {bizId ?? '–'}
        </span>
      ),
    },
  ];
}
