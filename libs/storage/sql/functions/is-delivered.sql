-- Reads subscribe_msg_sent_event's ErrorCode and ErrorStatus (wechat-facts 5.4).
create or replace function is_delivered(p_error_code text, p_error_status text) returns boolean
language sql immutable parallel safe as $$
  select p_error_code = '0' or lower(p_error_status) = 'success'
$$;
