import { defineEntity } from './define-entity.ts';

export type UserRecord = {
  id: string;
  appId: string;
  openid: string;
  unionid: string | null;
  phoneHash: Buffer | null;
  phoneCipher: Buffer | null;
  phoneBoundAt: Date | null;
  lastLoginAt: Date | null;
  busyPushId: string | null;
  busyUntil: Date | null;
  sessionsEndedAt: Date | null;
  createdAt: Date;
};

export const UserEntity = defineEntity<UserRecord>({
  name: 'user',
  tableName: 'users',
  columns: {
    id: { type: 'uuid', primary: true },
    appId: { name: 'app_id', type: 'text' },
    openid: { type: 'text' },
    unionid: { type: 'text', nullable: true },
    phoneHash: { name: 'phone_hash', type: 'bytea', nullable: true },
    phoneCipher: { name: 'phone_cipher', type: 'bytea', nullable: true },
    phoneBoundAt: { name: 'phone_bound_at', type: 'timestamptz', nullable: true },
    lastLoginAt: { name: 'last_login_at', type: 'timestamptz', nullable: true },
    busyPushId: { name: 'busy_push_id', type: 'uuid', nullable: true },
    busyUntil: { name: 'busy_until', type: 'timestamptz', nullable: true },
    sessionsEndedAt: { name: 'sessions_ended_at', type: 'timestamptz', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz', insert: false },
  },
});
