"""The application: routes, middleware, and the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, NoReturn

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from mirror_realm import settings
from mirror_realm.errors import InvalidRequest
from mirror_realm.rest import avatars, me, projects, schemas, service, shares, usage
from mirror_realm.rest.answers import PREFIX
from mirror_realm.rest.descriptions import describe
from mirror_realm.rest.door import Door
from mirror_realm.rest.problems import Unacceptable, of_fields

ROUTERS = (avatars.router, projects.router, me.router, shares.router, usage.router, service.router)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
EXPOSED = (
    *("Allow", "Content-Location", "ETag", "Link", "Location", "Preference-Applied"),
    *("RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate", "X-Total-Count"),
)
"""The headers that a browser shows to a page of another origin."""

UNSIGNED = frozenset({f"{PREFIX}/health"})

DESCRIPTION = """\
A person's evolving avatar: one picture for each stage of their progress.

Every request but `/health` needs `Authorization: Bearer` with a Firebase ID token, and `X-Firebase-AppCheck` where the
service asks for it. Errors are `application/problem+json` (RFC 9457) with a `reason` that does not change.
"""


def build() -> FastAPI:
    """Return the application."""
    app = FastAPI(
        title="Mirror Realm Avatars",
        version="1",
        description=DESCRIPTION,
        openapi_url=None,  # committed, and served by Hosting
        docs_url=None,  # they load scripts from a CDN
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.CORS_ORIGINS.value) or ["*"],
                allow_methods=list(METHODS),
                allow_headers=["*"],
                expose_headers=list(EXPOSED),
            ),
            Middleware(Door, unsigned=UNSIGNED),
        ],
        exception_handlers={RequestValidationError: _invalid, HTTPException: _unacceptable},
    )
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    return app


async def _invalid(request: Request, error: Exception) -> NoReturn:
    """Raise what the door makes a problem of."""
    assert isinstance(error, RequestValidationError)
    raise of_fields(error.errors()) from None


async def _unacceptable(request: Request, error: Exception) -> NoReturn:
    """Raise what the door makes a problem of: an unknown address or method, or a body that is not JSON."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        raise Unacceptable(404, "not_found", "there is nothing at this address") from None
    if error.status_code == 405:
        allowed = {"Allow": ", ".join(_methods(request))}
        raise Unacceptable(405, "method_not_allowed", "this address has other methods", allowed) from None
    raise InvalidRequest({"body": "must be JSON"}) from None


def _methods(request: Request) -> list[str]:
    """Return the methods of this address; Starlette itself names those of one route."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", "")).removeprefix(PREFIX)
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    meant = next(route.path for route in routes if route.path_regex.match(path))
    found = {method for route in routes if route.path == meant for method in route.methods or ()}
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


def document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document."""
    made = build().openapi()
    operations = [operation for path in made["paths"].values() for operation in path.values()]
    for operation in operations:
        operation["responses"].pop("422", None)  # ours is 400
        if "requestBody" not in operation:
            for of_bodies in ("413", "415"):
                operation["responses"].pop(of_bodies, None)
        for answer in operation["responses"].values():
            answer["description"] = answer["description"].replace("Successful Response", "Done.")
        operation.setdefault("security", [{"idToken": []}])
    made["servers"] = [{"url": "/"}]
    components = made["components"]
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["schemas"] |= _schema_of_problems()
    _drop_wrappers(components["schemas"])
    describe(components["schemas"])
    components["securitySchemes"] = {
        "idToken": {"type": "http", "scheme": "bearer", "bearerFormat": "Firebase ID token"}
    }
    return made


def _drop_wrappers(schema: Any) -> None:
    """Leave out of a schema the objects in which two SDKs send numbers to callables: JSON has numbers."""
    if isinstance(schema, list):
        for one in schema:
            _drop_wrappers(one)
    elif isinstance(schema, dict):
        if "anyOf" in schema:
            schema["anyOf"] = [one for one in schema["anyOf"] if "@type" not in one.get("properties", {})]
            if len(schema["anyOf"]) == 1:
                schema |= schema.pop("anyOf")[0]
        _drop_wrappers(list(schema.values()))


def _schema_of_problems() -> Mapping[str, Any]:
    _, found = models_json_schema(
        [(schemas.Problem, "serialization")], ref_template="#/components/schemas/{model}"
    )
    schemas_by_name: Mapping[str, Any] = found["$defs"]
    return schemas_by_name
