import type { EntitySchema } from 'typeorm';

/** Every table repositories reach through TypeORM. */
export const entities: EntitySchema[] = [];
