/** Not changed by what callers ask for: heartbeats of the process, and the token that a call to WeChat needs. */
const ownDoings = "'heartbeats', 'app_tokens'";

/** Keeps the contents of every table of ours, for `compare`. */
export const remember = `
  create schema if not exists probe;
  create or replace function probe.contents() returns table (name text, hash text) language plpgsql as $$
  begin
    for name in select tablename from pg_tables
      where schemaname = 'public' and tablename not in (${ownDoings}) order by 1
    loop
      execute format('select md5(string_agg(t::text, chr(10) order by t::text)) from public.%I t', name) into hash;
      return next;
    end loop;
  end $$;
  drop table if exists probe.remembered;
  create table probe.remembered as select * from probe.contents();`;

/** Fails, naming the tables, when their contents are not what they were. */
export const compare = `
  do $$
  declare
    changed text;
  begin
    select string_agg(r.name, ', ') into changed
    from probe.remembered r join probe.contents() c using (name)
    where c.hash is distinct from r.hash;
    if changed is not null then
      raise exception 'changed: %', changed;
    end if;
  end $$;`;
