import type { Audience, AudienceRecipient } from '@yuexin/client';
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/api-context.tsx';
import { useLanguage } from '../../i18n/use-language.ts';
import { ListTable } from '../../parts/list-table.tsx';
import { sayFault } from '../../parts/say-fault.ts';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { ToneTag } from '../../parts/tone-tag.tsx';
import { useList } from '../../parts/use-list.ts';

/** Whoever gets no push, line by line with what is wrong, and as a file to mend the list by. */
export function LeftOut({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const api = useApi();
  const { id, problems, duplicates, progress } = audience;
  const count = problems + duplicates + progress.refused;
  const list = useList(['audience', id, 'left-out', count], (cursor) =>
    api.audiences.listRecipients(id, {
      ...{ state: 'left-out', limit: 50 },
      ...(cursor !== undefined && { cursor }),
    }),
  );
  return (
    <Card
      className="below"
      title={<h2>{t('audiences.leftOut')}</h2>}
      extra={
        count > 0 && (
          <Button
            size="small"
            icon={<DownloadOutlined />}
            // A browser writes it to its disk as it comes: it may have 100,000 lines.
            href={`/v1/audiences/${id}/recipients/export?state=left-out`}
            download="left-out.csv"
          >
            {t('audiences.download')}
          </Button>
        )
      }
    >
      <ListTable<AudienceRecipient>
        list={list}
        label={t('audiences.leftOut')}
        rowKey={({ line }) => String(line)}
        empty={
          <TeachingEmpty title={t('audiences.noneLeftOut')} hint={t('audiences.noneLeftOutHint')} />
        }
        columns={[
          {
            title: t('audiences.line'),
            key: 'line',
            align: 'right',
            render: (_, { line }) => <span className="figure">{line}</span>,
          },
          {
            title: t('push.state'),
            key: 'state',
            render: (_, { state }) => (
              <ToneTag tone={state === 'duplicate' ? 'off' : 'bad'}>
                {t(`audiences.recipient.${state}`)}
              </ToneTag>
            ),
          },
          {
            title: t('audiences.why'),
            key: 'problems',
            render: (_, recipient) => <WhyLeftOut recipient={recipient} />,
          },
        ]}
      />
    </Card>
  );
}

function WhyLeftOut({ recipient }: { recipient: AudienceRecipient }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { duplicateOfLine, problems } = recipient;
  if (duplicateOfLine !== null) return t('audiences.duplicateOf', { line: duplicateOfLine });
  return (
    <ul className="plain breakable">
      {problems.map((fault) => (
        <li key={`${fault.pointer} ${fault.rule}`}>
          {fault.pointer !== '' && <code>{fault.pointer}</code>} {sayFault(fault, language)}
        </li>
      ))}
    </ul>
  );
}
