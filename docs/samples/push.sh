#!/usr/bin/env bash
# Sends one push with curl and waits for its end.
# Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
set -euo pipefail

answer=$(mktemp)
headers=$(mktemp)
trap 'rm -f "$answer" "$headers"' EXIT

# The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent.
# (curl's own --retry knows neither "retryable" nor 409, and mixes the bodies of its tries.)
call() {
  local path=$1 wait=1 left status seconds
  shift
  for left in 5 4 3 2 1 0; do
    : >"$answer" >"$headers"
    # Without an answer nobody knows whether the request arrived: ask again with the same key.
    status=$(curl -sS --max-time 15 -o "$answer" -D "$headers" -w '%{http_code}' "$YUEXIN_URL$path" \
      -H "Authorization: Bearer $YUEXIN_KEY" -H 'Content-Type: application/json' "$@") || status=none
    case $status in 2??)
      if grep -q '^{' "$answer"; then cat "$answer" && return; else status=none; fi ;;
    esac
    # "retryable" says whether waiting helps, "errors" names everything that is wrong. A proxy's answer has neither.
    if ! grep -q '"retryable":true' "$answer"; then
      if grep -q '"retryable":false' "$answer"; then break; fi
      case $status in none | 408 | 429 | 5??) ;; *) break ;; esac
    fi
    if [ "$left" -gt 0 ]; then
      seconds=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9][0-9]*\).*/\1/p' "$headers")
      sleep "${seconds:-$wait}"
      wait=$((wait * 2))
    fi
  done
  printf 'No success (%s): ' "$status" >&2
  cat "$answer" >&2
  return 1
}

body=$(
  cat <<JSON
{
  "appId": "$APP_ID",
  "templateId": "$TEMPLATE_ID",
  "to": { "phone": "$PHONE" },
  "data": { "thing1": "【广州】-->【上海】", "thing2": "钢材 32 吨" },
  "page": "pages/goods/detail?id=42",
  "bizId": "$ORDER_ID"
}
JSON
)

# The key is made of your own event, so that a repeated request is the same push.
push=$(call /v1/pushes -H "Idempotency-Key: \"$ORDER_ID\"" -d "$body")
id=$(printf '%s' "$push" | sed -n 's/^{"id":"\([^"]*\)".*/\1/p')

call "/v1/pushes/$id?wait=10"
