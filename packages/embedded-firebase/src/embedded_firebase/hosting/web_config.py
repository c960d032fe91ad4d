"""`/__/firebase/init.json`: the configuration a web page starts the Firebase SDK with, emulators included."""

import json
from collections.abc import Callable, Mapping

from werkzeug.wrappers import Request, Response

from embedded_firebase.environment import default_bucket

API_KEY = "demo-api-key"
"""Any key works: the emulated auth service does not check it."""


def web_config(project: str, region: str, addresses: Mapping[str, str]) -> dict[str, object]:
    """Return the web configuration of a project, and under `emulators` where each service listens.

    Args:
        project: the project's identifier.
        region: where the functions that are called over HTTP run; a page needs it for their addresses.
        addresses: `HOST:PORT` of each service.
    """

    def place(service: str) -> dict[str, object]:
        host, _, port = addresses[service].rpartition(":")
        return {"host": host.strip("[]"), "port": int(port), "hostAndPort": addresses[service]}

    emulators = {service: place(service) for service in addresses}
    emulators["functions"]["region"] = region
    return {
        "projectId": project,
        "appId": f"1:0:web:{project}",
        "apiKey": API_KEY,
        "authDomain": addresses["hosting"],
        "storageBucket": default_bucket(project),
        "locationId": region,
        "emulators": emulators,
    }


def config_page(config: Callable[[], Mapping[str, object]]) -> Callable[[Request], Response | None]:
    """Return a page that answers with the configuration, as JSON or as a script that starts the SDK."""

    def answer(request: Request) -> Response | None:
        if request.path == "/__/firebase/init.json":
            return Response(json.dumps(config()), content_type="application/json")
        if request.path == "/__/firebase/init.js":
            script = f"firebase.initializeApp({json.dumps(config())});\n"
            return Response(script, content_type="text/javascript; charset=utf-8")
        return None

    return answer
