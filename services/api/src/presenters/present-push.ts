export { presentPush } from '@yuexin/callbacks';
