"""Globs, by which Hosting's settings name addresses and files."""

import re
from functools import cache


@cache
def compiled_glob(pattern: str) -> re.Pattern[str]:
    """Compile a glob of Hosting: `**` any path, `*` within a segment, `@(a|b)` one of several."""
    expression = ""
    tokens = re.finditer(r"(?P<deep>\*\*/?)|(?P<star>\*)|@\((?P<choice>[^)]*)\)|(?P<text>.)", pattern)
    for token in tokens:
        if token["deep"]:
            expression += "(?:.*/)?" if token["deep"].endswith("/") else ".*"
        elif token["star"]:
            expression += "[^/]*"
        elif token["choice"] is not None:
            expression += f"(?:{'|'.join(re.escape(word) for word in token['choice'].split('|'))})"
        else:
            expression += re.escape(token["text"])
    anywhere = "" if pattern.startswith("/") else "(?:.*/)?"
    return re.compile(anywhere + expression)
