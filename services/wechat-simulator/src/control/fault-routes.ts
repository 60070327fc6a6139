import { AppError } from '@yuexin/errors';
import { FaultInput } from '../faults/fault.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import { type ControlRoute, created, ok } from './control-route.ts';
import { parseInput } from './parse-input.ts';

export type FaultRouteDeps = { faults: FaultBook; onFaultsChanged: () => void };

export const faultRoutes = ({ faults, onFaultsChanged }: FaultRouteDeps): ControlRoute[] => [
  {
    method: 'post',
    path: '/faults',
    answer: ({ body }) => {
      const fault = faults.add(parseInput(FaultInput, body, ''));
      onFaultsChanged();
      return created(fault);
    },
  },
  { method: 'get', path: '/faults', answer: () => ok({ data: faults.list() }) },
  {
    method: 'delete',
    path: '/faults',
    answer: () => {
      const removed = faults.list().length;
      faults.clear();
      onFaultsChanged();
      return ok({ removed });
    },
  },
  {
    method: 'delete',
    path: '/faults/:id',
    answer: ({ params }) => {
      if (!faults.remove(Number(params.id))) {
        throw new AppError('not-found', { message: 'There is no such fault; it may be used up.' });
      }
      onFaultsChanged();
      return ok({ removed: 1 });
    },
  },
];
