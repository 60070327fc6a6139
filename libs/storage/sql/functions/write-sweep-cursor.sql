-- Null: start over.
create or replace function write_sweep_cursor(p_name text, p_position text) returns void
language plpgsql volatile as $$
begin
  if p_position is null then
    delete from sweep_cursors where name = p_name;
  else
    insert into sweep_cursors (name, position) values (p_name, p_position)
    on conflict (name) do update set position = excluded.position;
  end if;
end
$$;
