#!/usr/bin/env bash
# Sends one push with curl and waits for its end.
# Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
set -euo pipefail

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

# The key is made of your own event, so that a repeated request is the same push. curl repeats it after time-outs, 429 and 503.
push=$(curl -sS --fail-with-body --retry 5 --retry-connrefused --max-time 10 "$YUEXIN_URL/v1/pushes" \
  -H "Authorization: Bearer $YUEXIN_KEY" \
  -H 'Content-Type: application/json' \
  -H "Idempotency-Key: \"$ORDER_ID\"" \
  -d "$body")
id=$(printf '%s' "$push" | sed -n 's/^{"id":"\([^"]*\)".*/\1/p')

curl -sS --fail-with-body "$YUEXIN_URL/v1/pushes/$id?wait=10" -H "Authorization: Bearer $YUEXIN_KEY"
