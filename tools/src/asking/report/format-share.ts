import { formatFigure } from '../../bench/report/format-figure.ts';

/** 0.4765 -> 47.7 % */
export const formatShare = (share: number): string => `${formatFigure(share * 100, 1)} %`;
