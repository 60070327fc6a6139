import type { ReplayPreview } from '@yuexin/client';
import { Button, Input, InputNumber } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { reasonBody } from '../../parts/reason-body.ts';

export type ReplayTerms = { ratePerSecond: number; reason?: string };

const usualRate = 20;

/** How a replay is to be done. `preview`: undefined while it is counted. */
export function StartReplay(props: {
  preview: ReplayPreview | undefined;
  /** Users may get a message twice: that has to be answered for. */
  mayDuplicate: boolean;
  isBusy: boolean;
  failure: unknown;
  onStart: (terms: ReplayTerms) => void;
  onLeave: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const rateId = useId();
  const reasonId = useId();
  const [reason, setReason] = useState('');
  const [ratePerSecond, setRate] = useState(usualRate);
  const { preview, mayDuplicate, isBusy, failure, onStart, onLeave } = props;
  const moving = preview === undefined ? 0 : preview.wouldSend + preview.wouldPark;
  const why = reason.trim() === '' ? undefined : reason.trim();
  return (
    <>
      {failure !== null && <ProblemAlert error={failure} />}
      <label htmlFor={reasonId}>{t('parts.reason')}</label>
      <Input
        id={reasonId}
        maxLength={500}
        required={mayDuplicate}
        placeholder={t(mayDuplicate ? 'deadLetters.doubleReason' : 'parts.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="dialog-foot">
        <label htmlFor={rateId}>{t('deadLetters.rate')}</label>
        <InputNumber
          id={rateId}
          min={1}
          max={1000}
          precision={0}
          value={ratePerSecond}
          onChange={(value) => setRate(value ?? usualRate)}
        />
        <span className="quiet grow">
          {moving > 0 &&
            t('deadLetters.takes', { span: format.span((moving / ratePerSecond) * 1000) })}
        </span>
        <Button disabled={isBusy} onClick={onLeave}>
          {t('parts.leaveIt')}
        </Button>
        <Button
          type="primary"
          disabled={moving === 0 || (mayDuplicate && why === undefined)}
          loading={isBusy}
          onClick={() => onStart({ ratePerSecond, ...reasonBody(why) })}
        >
          {preview === undefined
            ? t('replay.title')
            : moving === 0
              ? t('deadLetters.nothingToReplay')
              : t('deadLetters.start', { count: moving })}
        </Button>
      </div>
    </>
  );
}
