"""The REST API's document and its page, hosting/api. `python -m demo.reference` writes both from the routes.

The page is HTML without a script, so that a strict content security policy holds for it too.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mirror_realm.rest.app import document
from mirror_realm.rest.reasons import REASONS

FOLDER = Path(__file__).parents[1] / "hosting" / "api"

Json = Mapping[str, Any]

_HEAD = """\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Mirror Realm: the REST API</title>
    <meta
      http-equiv="Content-Security-Policy"
      content="default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
    />
    <link rel="icon" href="/mirror.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/styles/tokens.css" />
    <link rel="stylesheet" href="/styles/base.css" />
    <link rel="stylesheet" href="/styles/reference.css" />
  </head>
  <body>
    <a class="skip-link" href="#content">Skip to the content</a>
"""
_TAIL = "  </body>\n</html>\n"


def text() -> str:
    """Return the content of the committed document."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def page() -> str:
    """Return the content of the committed page."""
    return _Page(document()).text()


class _Page:
    def __init__(self, api: Json) -> None:
        self._about = api["info"]["description"]
        self._operations = [
            (path, method, operation)
            for path, methods in api["paths"].items()
            for method, operation in methods.items()
        ]
        self._schemas: Json = api["components"]["schemas"]
        self._bodies = {
            _name(_json_of(operation["requestBody"])["schema"])
            for _, _, operation in self._operations
            if "requestBody" in operation
        }

    def text(self) -> str:
        parts = (
            self._header(),
            self._contents(),
            '<main id="content" tabindex="-1">',
            *(self._operation(*one) for one in self._operations),
            self._reasons(),
            '<section aria-labelledby="objects"><h2 id="objects">Objects</h2>',
            *(self._object(name) for name in sorted(self._schemas.keys() - self._bodies)),
            "</section></main>",
        )
        return _HEAD + "\n".join(filter(None, parts)) + "\n" + _TAIL

    def _header(self) -> str:
        return (
            '<header class="reference-header"><p class="brand"><a href="/"><img src="/mirror.svg" alt="" '
            f'width="32" height="32" /> Mirror Realm</a></p><h1>The REST API</h1>{_prose(self._about)}'
            '<p><a href="/api/openapi.json">openapi.json</a> is the same for programs (OpenAPI 3.1).</p></header>'
        )

    def _contents(self) -> str:
        rows = "\n".join(
            f'<li><a href="#{operation["operationId"]}">{_request(method, path)}</a></li>'
            for path, method, operation in self._operations
        )
        rows += '\n<li><a href="#reasons">Reasons of errors</a></li>\n<li><a href="#objects">Objects</a></li>'
        return f'<nav aria-label="Requests"><ul class="requests">\n{rows}\n</ul></nav>'

    def _operation(self, path: str, method: str, operation: Json) -> str:
        name = operation["operationId"]
        return "\n".join(
            (
                f'<section class="operation" aria-labelledby="{name}">',
                f'<h2 id="{name}">{_request(method, path)}</h2>',
                "" if operation["security"] else '<p class="unsigned">This needs no token.</p>',
                _prose(operation["description"]),
                self._parameters(operation.get("parameters", ())),
                self._body(operation["requestBody"]) if "requestBody" in operation else "",
                self._answers(operation["responses"]),
                "</section>",
            )
        )

    def _parameters(self, parameters: Any) -> str:
        rows = [
            (
                _named(one["name"], required=one["required"]),
                one["in"],
                self._type(one["schema"], sent=True),
                _inline(one.get("description", "")),
            )
            for one in parameters
        ]
        return _table("Parameters", ("name", "in", "type", "meaning"), rows) if rows else ""

    def _body(self, body: Json) -> str:
        media = _json_of(body)
        samples = "\n".join(
            f"<details{' open' if number == 0 else ''}><summary>{html.escape(title)}</summary>"
            f'<pre tabindex="0"><code>{html.escape(json.dumps(one["value"], indent=2))}</code></pre></details>'
            for number, (title, one) in enumerate(media["examples"].items())
        )
        return self._fields("Body", self._schemas[_name(media["schema"])], sent=True) + "\n" + samples

    def _answers(self, responses: Json) -> str:
        rows = [
            (
                status,
                " or ".join(self._type(media["schema"]) for media in answer.get("content", {}).values()),
                _inline(answer["description"]),
            )
            for status, answer in sorted(responses.items())
        ]
        return _table("Answers", ("status", "type", "meaning"), rows)

    def _reasons(self) -> str:
        rows = "\n".join(
            f'<dt id="{reason}"><code>{reason}</code></dt><dd>{_inline(meaning)}</dd>'
            for reason, meaning in REASONS.items()
        )
        return (
            '<section aria-labelledby="reasons"><h2 id="reasons">Reasons</h2><p>Every problem has a '
            f"<code>reason</code>; it does not change, and <code>type</code> leads here.</p>\n<dl>\n{rows}\n</dl>"
            "</section>"
        )

    def _object(self, name: str) -> str:
        schema = self._schemas[name]
        if "properties" not in schema:
            return ""
        fields = self._fields("Fields", schema, sent=name == "ProgressMetrics")
        return f'<article id="object-{name}"><h3>{name}</h3>{_prose(schema.get("description", ""))}{fields}</article>'

    def _fields(self, caption: str, schema: Json, *, sent: bool) -> str:
        """Return the table of an object's fields. sent: it is part of a request, and optional fields are left out."""
        required = schema.get("required", ()) if sent else ()
        rows = [
            (
                _named(name, required=name in required),
                self._type(field, sent=sent),
                _inline(field.get("description", "")),
            )
            for name, field in schema["properties"].items()
        ]
        return _table(caption, ("field", "type", "meaning"), rows)

    def _type(self, schema: Json, *, sent: bool = False) -> str:
        """Return a schema's type in words; null is not among those of what is sent."""
        return " or ".join(one for one in dict.fromkeys(self._types(schema)) if one != "null" or not sent)

    def _types(self, schema: Json) -> Iterator[str]:
        if "$ref" in schema:
            name = _name(schema)
            yield _values(self._schemas[name]) or f'<a href="#object-{name}">{name}</a>'
        elif "anyOf" in schema:
            for one in schema["anyOf"]:
                yield from self._types(one)
        elif schema.get("type") == "array":
            bound = f", at most {schema['maxItems']} of them" if "maxItems" in schema else ""
            yield f"list of {self._type(schema['items'])}{bound}"
        else:
            yield _values(schema) or _words(schema)


def _json_of(body: Json) -> Json:
    media: Json = body["content"]["application/json"]
    return media


def _request(method: str, path: str) -> str:
    shown = html.escape(path).replace("/", "/<wbr>")
    return f'<span class="method {method}">{method.upper()}</span> <code>{shown}</code>'


def _values(schema: Json) -> str:
    """Return the values of a closed list; empty for other schemas."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return ", ".join(f"<code>{json.dumps(one) if isinstance(one, bool) else one}</code>" for one in values)


def _words(schema: Json) -> str:
    kinds = {"date-time": "time (ISO 8601)", "uri-reference": "address"}
    kind = str(kinds.get(schema.get("format", ""), schema.get("type", "object")))
    if "maximum" in schema:
        return f"{kind}, {schema['minimum']:g} to {schema['maximum']:g}"
    return f"{kind}, at most {schema['maxLength']}" if "maxLength" in schema else kind


def _name(schema: Json) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _named(name: str, *, required: bool) -> str:
    return f"<code>{name}</code>" + ' <span class="must">required</span>' * required


def _table(caption: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{one}</th>' for one in headings)
    body = "\n".join(
        f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{one}</td>" for one in rest) + "</tr>"
        for first, *rest in rows
    )
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"


def _prose(text: str) -> str:
    return "".join(f"<p>{_inline(one)}</p>" for one in re.split(r"\n\s*\n", text.strip()) if one)


def _inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def write() -> None:
    """Write both files."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "openapi.json").write_text(text(), encoding="utf-8")
    (FOLDER / "index.html").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
