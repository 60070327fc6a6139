import { useTranslation } from 'react-i18next';
import { PageHead } from '../../parts/page-head.tsx';

const boardPath = '/console/queues/';

/** The queues as BullMQ sees them: read-only. What one may do about them is on our own pages. */
export function BoardPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead
        title={t('navigation.board')}
        hint={t('board.hint')}
        extra={
          <a href={boardPath} target="_blank" rel="noreferrer">
            {t('board.open')}
          </a>
        }
      />
      <iframe src={boardPath} title={t('navigation.board')} className="board" />
    </>
  );
}
