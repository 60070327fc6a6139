import type { TableProps } from 'antd';
import type { ReactNode } from 'react';
import { Loaded } from './loaded.tsx';
import { MoreButton, NothingYet } from './more-button.tsx';
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
            locale={{ emptyText: list.hasMore ? <NothingYet isLooking={list.isLooking} /> : empty }}
            {...(rowSelection !== undefined && { rowSelection })}
            {...(expandable !== undefined && { expandable })}
          />
          <MoreButton list={list} />
        </>
      )}
    </Loaded>
  );
}
