-- Whether an app's sending rules say anything of a template's pushes. p_restricted: `apps.restricted_templates`.
create or replace function is_restricted(p_restricted text[], p_template_id text) returns boolean
language sql immutable parallel safe as $$
  select p_restricted is not null and p_restricted && array['*', p_template_id]
$$;
