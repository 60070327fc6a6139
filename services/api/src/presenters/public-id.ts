export { idPrefixes, readId, showId, type IdKind } from '@yuexin/domain';
