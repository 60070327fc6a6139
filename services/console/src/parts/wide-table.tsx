import { Table, type TableProps } from 'antd';

/** A table that is read sideways where it is wider than its place; by the keyboard as well. */
export function WideTable<T extends object>({
  label,
  ...props
}: TableProps<T> & { label: string }) {
  return (
    // A place that scrolls has to be reached by the keyboard: it is a region with a name.
    <section aria-label={label} className="wide-table" tabIndex={0}>
      <Table<T> size="small" pagination={false} {...props} />
    </section>
  );
}
