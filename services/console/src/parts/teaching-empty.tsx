import { Empty } from 'antd';
import type { ReactNode } from 'react';

/** Nothing to show: what would be here, and how it comes. */
export function TeachingEmpty(props: { title: string; hint: ReactNode; children?: ReactNode }) {
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{props.title}</strong>
          <p className="quiet">{props.hint}</p>
        </>
      }
    >
      {props.children}
    </Empty>
  );
}
