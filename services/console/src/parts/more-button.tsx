import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { TeachingEmpty } from './teaching-empty.tsx';
import type { ListHold } from './use-list.ts';

/** The next page of a list, where there is one. */
export function MoreButton({ list }: { list: ListHold<unknown> }) {
  const { t } = useTranslation();
  if (!list.hasMore || list.isLooking) return null;
  return (
    <Button block onClick={list.loadMore} loading={list.isLoadingMore} className="load-more">
      {list.data?.length === 0 ? t('parts.lookFurther') : t('parts.more')}
    </Button>
  );
}

/** In the place of rows while the newest were looked at and none is among them. */
export function NothingYet({ isLooking }: { isLooking: boolean }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <TeachingEmpty
        title={isLooking ? t('parts.looking') : t('parts.nothingYet')}
        hint={t('parts.nothingYetHint')}
      />
    </div>
  );
}
