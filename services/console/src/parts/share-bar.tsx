import { Progress } from 'antd';

/** A part of a whole as a bar; the number stands beside it. */
export function ShareBar({ share, label }: { share: number; label: string }) {
  return (
    <Progress
      percent={Math.round(share * 100)}
      size="small"
      showInfo={false}
      aria-label={label}
      className="share-bar"
    />
  );
}
