import type { EntitySchema } from 'typeorm';
import { ApiKeyEntity } from './api-key.entity.ts';
import { AppEntity } from './app.entity.ts';
import { AttemptEntity } from './attempt.entity.ts';
import { AuditEntity } from './audit.entity.ts';
import { GrantEntity } from './grant.entity.ts';
import { IdempotencyKeyEntity } from './idempotency-key.entity.ts';
import { PushTransitionEntity } from './push-transition.entity.ts';
import { SentEventItemEntity } from './sent-event-item.entity.ts';
import { TemplateEntity } from './template.entity.ts';
import { UserEntity } from './user.entity.ts';

/** Every table that repositories reach through TypeORM; the others are SQL only. */
export const entities: EntitySchema[] = [
  AppEntity,
  ApiKeyEntity,
  UserEntity,
  TemplateEntity,
  GrantEntity,
  AttemptEntity,
  PushTransitionEntity,
  SentEventItemEntity,
  AuditEntity,
  IdempotencyKeyEntity,
] as EntitySchema[];
