import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../parts/page-head.tsx';
import { useTheme } from '../../theme/theme-choice.tsx';
import { lendBoardTheme } from './lend-board-theme.ts';

const boardPath = '/console/queues/';

/** The queues as BullMQ sees them: read-only. What one may do about them is on our own pages. */
export function BoardPage() {
  const { t } = useTranslation();
  const { isDark } = useTheme();
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    lendBoardTheme(localStorage, isDark);
    if (frame.current !== null) frame.current.src = boardPath;
  }, [isDark]);
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
      <iframe ref={frame} title={t('navigation.board')} className="board" />
    </>
  );
}
