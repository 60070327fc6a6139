"""Takes callbacks with Python 3.8 or newer (nothing to install) and believes those that Yuexin signed: python3 verify.py

Needs: WEBHOOK_SECRET (whsec_...), PORT
"""
import base64
import hashlib
import hmac
import json
import os
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ["WEBHOOK_SECRET"]
KEY = base64.b64decode(SECRET[len("whsec_") :] if SECRET.startswith("whsec_") else SECRET)
if not KEY:
    raise SystemExit("WEBHOOK_SECRET is no secret")
TOLERANCE_SECONDS = 300


def is_genuine(headers, body):
    """Whether Yuexin sent this. `body`: the bytes as they came, not JSON that was parsed and written again."""
    callback_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    # An old callback may be somebody's recording.
    if not re.fullmatch("[0-9]{1,15}", timestamp):
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    signed = b"%s.%s.%s" % (callback_id.encode("latin-1", "replace"), timestamp.encode("ascii"), body)
    expected = b"v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest())
    # There are two signatures while a secret is rotated: one that fits is enough. Compared in constant time, as bytes.
    given = headers.get("webhook-signature", "").encode("latin-1", "replace")
    return any(hmac.compare_digest(one, expected) for one in given.split(b" "))


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        genuine = is_genuine(self.headers, body)
        if genuine:
            callback = json.loads(body)
            # Keep webhook-id: the same callback may come twice. Answer first (15 s at most), work afterwards.
            print(self.headers["webhook-id"], callback["type"], callback["data"].get("id"), flush=True)
        self.send_response(204 if genuine else 400)
        self.end_headers()


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
