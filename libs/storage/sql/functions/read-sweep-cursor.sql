-- Where a walking sweep goes on; null: from the beginning (use a smallest key then: with `is null or …` a generic plan
-- cannot start in the middle of the index). Two runs at once walk the same stretch, which harms nothing.
create or replace function read_sweep_cursor(p_name text) returns text
language plpgsql stable as $$
begin
  return (select c.position from sweep_cursors c where c.name = p_name);
end
$$;
