import type { IncomingMessage, ServerResponse } from 'node:http';

/** What every request passes, on its way through Express and before it (ADR 0035): so it is written for what Node gives. */
export type Step = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Takes the steps one after the other, then goes on. */
export function takeSteps(input: {
  steps: readonly Step[];
  request: IncomingMessage;
  response: ServerResponse;
  then: () => void;
}): void {
  const { steps, request, response, then } = input;
  const takeFrom = (index: number): void => {
    const step = steps[index];
    if (step === undefined) then();
    else step(request, response, () => takeFrom(index + 1));
  };
  takeFrom(0);
}
