"""Cross-origin answers: pages that may call (see `doors`) may read what the emulated services answer."""

from werkzeug.wrappers import Request, Response

from embedded_firebase.doors import OWN_PAGES

EXPOSED_HEADERS = ", ".join(
    (
        "Content-Range",
        "ETag",
        "Location",
        "Range",
        "X-Goog-Generation",
        "X-Goog-Hash",
        "X-Goog-Upload-Chunk-Granularity",
        "X-Goog-Upload-Control-URL",
        "X-Goog-Upload-Size-Received",
        "X-Goog-Upload-Status",
        "X-Goog-Upload-URL",
    )
)


def preflight(request: Request) -> Response | None:
    """Return the answer to a preflight request; None for any other request."""
    if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
        return None
    return Response(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
            "Access-Control-Allow-Headers": request.headers.get("Access-Control-Request-Headers", "*"),
            "Access-Control-Max-Age": "3600",
        },
    )


def allow_cross_origin(request: Request, response: Response) -> None:
    """Let the calling page read the response, unless it is one of the suite's own pages."""
    origin = request.headers.get("Origin")
    if origin and not request.path.startswith(OWN_PAGES):
        response.headers.setdefault("Access-Control-Allow-Origin", origin)
        response.headers.setdefault("Access-Control-Expose-Headers", EXPOSED_HEADERS)
        response.headers.add("Vary", "Origin")
