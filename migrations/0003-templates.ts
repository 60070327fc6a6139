import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Message templates as synced from WeChat. */
export class Templates1764000000003 implements MigrationInterface {
  readonly name = 'Templates1764000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table templates (
        app_id text not null references apps,
        template_id text not null,
        title text not null,
        kind text not null check (kind in ('one-time', 'long-term')),
        content text not null,
        example text not null default '',
        keywords jsonb not null,
        state text not null default 'active' check (state in ('active', 'paused', 'removed')),
        pause_reason jsonb,
        paused_until timestamptz,
        synced_at timestamptz not null default now(),
        created_at timestamptz not null default now(),
        primary key (app_id, template_id)
      );
`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
