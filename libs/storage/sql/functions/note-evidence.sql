-- Counts what settled unconfirmed pushes (or held them), within the transaction: functions that do so note it, however deep,
-- and the one that was called returns it with `noted_evidence`. Gone with the transaction.
create or replace function note_evidence(p_evidence text[]) returns void
language plpgsql volatile
as $$
begin
  if cardinality(p_evidence) > 0 then
    perform set_config('yuexin.evidence',
      concat_ws(',', nullif(current_setting('yuexin.evidence', true), ''), array_to_string(p_evidence, ',')), true);
  end if;
end
$$;

-- What was noted so far: {evidence: count}.
create or replace function noted_evidence() returns json
language plpgsql volatile
as $$
begin
  if coalesce(current_setting('yuexin.evidence', true), '') = '' then
    return '{}';
  end if;
  return (
    select json_object_agg(n.evidence, n.count)
    from (
      select e.evidence, count(*) from unnest(string_to_array(current_setting('yuexin.evidence', true), ',')) as e(evidence)
      group by e.evidence
    ) n);
end
$$;
