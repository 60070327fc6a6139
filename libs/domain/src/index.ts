export * from './vocabulary.ts';
export type * from './decision.ts';
export * from './bounded-batcher.ts';
export * from './callback-types.ts';
export {
  CALLBACK_TRIES_MAX,
  decideCallback,
  readRetryAfter,
  type CallbackAnswer,
  type CallbackDecision,
} from './decide-callback.ts';
export type * from './errcodes/errcode-policy.ts';
export { errcodeTable, policyForErrcode } from './errcodes/errcode-table.ts';
export { decideNext, decideTokenRefusal } from './decide-next.ts';
export { explainDeadLetter, type DeadLetterAdvice } from './explain-dead-letter.ts';
export { findReplayObstacle, type ReplayObstacle } from './find-replay-obstacle.ts';
export { RETRIES_MAX } from './retries-max.ts';
export { forecastQuota, shanghaiTime, type QuotaReading } from './forecast-quota.ts';
export { pauseAlarms } from './pause-alarms.ts';
export { pauseWithoutToken } from './pause-without-token.ts';
export { readRoad, type RoadNews } from './read-road.ts';
export {
  circuitState,
  createCircuit,
  enterCircuit,
  leaveCircuit,
  type Circuit,
  type CircuitState,
} from './circuit.ts';
export {
  fillPlaceholders,
  findStrayBraces,
  placeholdersOf,
} from './audiences/fill-placeholders.ts';
export { markTemplates } from './audiences/mark-templates.ts';
export {
  createMessageWriter,
  type AudienceMessage,
  type WriteMessage,
  type WrittenMessage,
} from './audiences/write-message.ts';
export { isAccept } from './evidence.ts';
export { maskPhone } from './mask-phone.ts';
export { parseTemplateContent } from './parse-template-content.ts';
export { planAsks, type AskFact, type AskPlan, type AskReason } from './plan-asks.ts';
export { idPrefixes, readId, showId, type IdKind } from './public-id.ts';
export { sendPath } from './send-path.ts';
export { pushReasons } from './push-reasons.ts';
export { explainCause, type CauseAbout } from './explain-cause.ts';
export { canCancel, canFollow, isEndState, pushTransitions } from './push-transitions.ts';
export {
  describeTemplateChange,
  mayRefuseData,
  sayTemplateDrift,
  type HurtPushes,
  type TemplateChange,
} from './template-change.ts';
export { PAGE_LENGTH_MAX, validatePage } from './template-data/validate-page.ts';
export {
  validateTemplateData,
  type DataProblem,
  type TemplateDataResult,
} from './template-data/validate-template-data.ts';
export { pageLanguages } from './page-language.ts';
export { renderErrcodes } from './errcodes/render-errcodes.ts';
export { renderPushStates } from './push-states/render-push-states.ts';
