import { Button, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Loaded } from './loaded.tsx';
import { WideTable } from './wide-table.tsx';
import type { ListHold } from './use-list.ts';

/** A list as a table that grows on demand. On a phone it is read sideways. */
export function ListTable<T extends object>(props: {
  list: ListHold<T>;
  columns: NonNullable<TableProps<T>['columns']>;
  rowKey: (row: T) => string;
  empty: ReactNode;
  label: string;
  rowSelection?: TableProps<T>['rowSelection'];
  expandable?: TableProps<T>['expandable'];
}) {
  const { t } = useTranslation();
  const { list, columns, rowKey, empty, label, rowSelection, expandable } = props;
  return (
    <Loaded query={list as Parameters<typeof Loaded<T[]>>[0]['query']}>
      {(rows) => (
        <>
          <WideTable<T>
            label={label}
            columns={columns}
            dataSource={rows}
            rowKey={rowKey}
            locale={{ emptyText: empty }}
            {...(rowSelection !== undefined && { rowSelection })}
            {...(expandable !== undefined && { expandable })}
          />
          {list.hasMore && (
            <Button
              block
              onClick={list.loadMore}
              loading={list.isLoadingMore}
              className="load-more"
            >
              {t('parts.more')}
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}
