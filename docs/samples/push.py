"""Sends one push with Python 3.8 or newer (nothing to install) and waits for its end.

Needs: YUEXIN_URL, YUEXIN_KEY, APP_ID, TEMPLATE_ID, PHONE, ORDER_ID
"""
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


def call(method, path, body=None, headers=None, timeout=15):
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8")
    request = urllib.request.Request(URL + path, data, {**HEADERS, **(headers or {})}, method=method)
    with urllib.request.urlopen(request, timeout=timeout) as response:
        return json.load(response)


def send(push, idempotency_key, tries=6):
    """The same request until it is answered: with its Idempotency-Key it is one push, however often it is sent."""
    for left in reversed(range(tries)):
        wait = 1.0
        try:
            return call("POST", "/v1/pushes", push, {"Idempotency-Key": '"%s"' % idempotency_key})
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            # `retryable` says whether waiting helps; `errors` names everything that is wrong with the request.
            if not problem.get("retryable") or left == 0:
                raise SystemExit(json.dumps(problem, ensure_ascii=False))
            wait = float(error.headers.get("Retry-After", 1))
        except (urllib.error.URLError, TimeoutError):
            if left == 0:
                raise
        time.sleep(wait)


order_id = os.environ["ORDER_ID"]
push = send(
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
print(json.dumps(call("GET", "/v1/pushes/%s?wait=10" % push["id"]), ensure_ascii=False))
