import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'react-router';
import { useApi } from '../../api/api-context.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { TeachingEmpty } from '../../parts/teaching-empty.tsx';
import { useList } from '../../parts/use-list.ts';
import { FilterForm } from './filter-form.tsx';
import { readFilter, searchOf, writeFilter, type PushFilter } from './push-filter.ts';
import { usePushColumns } from './use-push-columns.tsx';

/** Any push, by what one knows of it. The address holds the search, but for a phone number. */
export function PushesPage() {
  const { t } = useTranslation();
  const api = useApi();
  const [params, setParams] = useSearchParams();
  const location = useLocation();
  const phone = (location.state as { phone?: string } | null)?.phone;
  const address = params.toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(address)), [address]);
  const columns = usePushColumns();
  const list = useList(
    ['pushes', address, phone],
    (cursor) =>
      api.pushes.search({ ...searchOf(filter, phone), ...(cursor !== undefined && { cursor }) }),
    { refetchIntervalMs: 10_000 },
  );
  const search = (next: PushFilter, nextPhone: string | undefined): void => {
    setParams(writeFilter(next), { state: nextPhone === undefined ? null : { phone: nextPhone } });
  };
  const isFiltered = address !== '' || phone !== undefined;
  return (
    <>
      <PageHead title={t('navigation.pushes')} hint={t('pushes.hint')} />
      <FilterForm
        key={`${address} ${phone ?? ''}`}
        filter={filter}
        phone={phone}
        onSearch={search}
      />
      <ListTable
        list={list}
        label={t('navigation.pushes')}
        columns={columns}
        rowKey={(push) => push.id}
        empty={
          <TeachingEmpty
            title={isFiltered ? t('pushes.noMatch') : t('pushes.none')}
            hint={isFiltered ? t('pushes.noMatchHint') : t('pushes.noneHint')}
          />
        }
      />
    </>
  );
}
