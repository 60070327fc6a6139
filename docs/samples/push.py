"""Sends one push with Python 3.8 or newer (nothing to install) and waits for its end.

Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
"""
import http.client
import json
import os
import time
import urllib.error
import urllib.request

URL = os.environ["YUEXIN_URL"]
HEADERS = {
    "Authorization": "Bearer " + os.environ["YUEXIN_KEY"],
    "Content-Type": "application/json",
}


def ask(method, path, data, headers):
    """Status, headers and JSON of one answer; the JSON is None when it is none, all are None when there is no answer."""
    request = urllib.request.Request(URL + path, data, headers, method=method)
    try:
        try:
            response = urllib.request.urlopen(request, timeout=15)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            text = response.read()
    # OSError: no connection, reset, time-out. HTTPException: closed before or within the answer.
    except (OSError, http.client.HTTPException):
        return None, None, None
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    return response.code, response.headers, answer if isinstance(answer, dict) else None


def call(method, path, body=None, idempotency_key=None, tries=6):
    """The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent."""
    data = None if body is None else json.dumps(body).encode("ascii")
    headers = dict(HEADERS)
    if idempotency_key is not None:
        headers["Idempotency-Key"] = '"%s"' % idempotency_key
    for tried in range(tries):
        status, answered, answer = ask(method, path, data, headers)
        if answer is not None and status < 300:
            return answer
        # `retryable` says whether waiting helps; `errors` names everything that is wrong. A proxy's answer has neither.
        may_pass = status is None or status < 300 or status >= 500 or status in (408, 429)
        if not (answer or {}).get("retryable", may_pass) or tried == tries - 1:
            raise SystemExit("No success (%s): %s" % (status, json.dumps(answer)))
        wait = (answered or {}).get("Retry-After", "")
        # Without an answer nobody knows whether the request arrived: ask again with the same key.
        time.sleep(int(wait) if wait.isdecimal() else 2**tried)


order_id = os.environ["ORDER_ID"]
push = call(
    "POST",
    "/v1/pushes",
    {
        "appId": os.environ["APP_ID"],
        "templateId": os.environ["TEMPLATE_ID"],
        "to": {"phone": os.environ["PHONE"]},
        "data": {"thing1": "【广州】-->【上海】", "thing2": "钢材 32 吨"},
        "page": "pages/goods/detail?id=42",
        "bizId": order_id,
    },
    order_id,
)
print(json.dumps(call("GET", "/v1/pushes/%s?wait=10" % push["id"])))
