"""`python -m api.description`: the API's description, as it is committed in docs/reference/openapi.json."""

import json
import sys
from typing import Any, cast

from api.app import create_app
from trunkline.bootstrap.shared.api_deps import ApiDeps


def description() -> str:
    """Routes and shapes only: no service is asked."""
    app = create_app(cast("ApiDeps", None))
    payload: dict[str, Any] = app.openapi()
    return json.dumps(payload, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(description())
