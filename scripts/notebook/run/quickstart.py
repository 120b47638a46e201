"""To be imported first. jsonschema imports rfc3987_syntax, which spends seconds on building a grammar, to check
the format of URIs; notebooks need no such check, and jsonschema does without the package where there is none."""

import sys

sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
