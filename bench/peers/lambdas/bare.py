"""The least a webhook can be: proves a signature with the standard library and answers: the floor."""

import base64
import hashlib
import hmac
import json
import os

KEY = os.environ.get("KEY", "none").encode()


def handler(event, _context):
    signed = hmac.new(KEY, event.get("body", "").encode(), hashlib.sha256).digest()
    is_genuine = hmac.compare_digest(base64.b64encode(signed).decode(), event.get("signature", ""))
    return {"statusCode": 200 if is_genuine else 403, "body": json.dumps({"genuine": is_genuine})}
