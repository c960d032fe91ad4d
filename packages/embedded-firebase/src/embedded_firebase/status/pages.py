"""The status pages' addresses, all under `/__/emulator`, and what each shows."""

from functools import cached_property
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape
from werkzeug.wrappers import Request, Response

from embedded_firebase.environment import default_bucket
from embedded_firebase.status.documents import DocumentReader, DocumentView, is_path
from embedded_firebase.status.subject import Subject
from embedded_firebase.status.tasks import queue_views
from embedded_firebase.status.values import kind_of, shown, size_of
from embedded_firebase.storage.listing import ListRequest, list_objects
from embedded_firebase.storage.stored_object import StoredObject
from embedded_firebase.tasks.messages import timestamp

ROOT = "/__/emulator"
RECENT_DELIVERIES = 20


class StatusPages:
    """Serve plain, read-only HTML pages, rendered on each request."""

    def __init__(self, suite: Subject) -> None:
        self._suite = suite
        self._documents = DocumentReader(suite.project)

    @cached_property
    def _templates(self) -> Environment:
        templates = Environment(
            loader=PackageLoader("embedded_firebase.status"), autoescape=select_autoescape()
        )
        templates.filters.update(
            shown=shown,
            kind=kind_of,
            size=size_of,
            time=timestamp,
            quoted=lambda text: quote(text, safe=""),
        )
        # Absolute, because the overview also answers on the functions port.
        templates.globals["root"] = f"http://{self._suite.addresses['hosting']}{ROOT}"
        templates.globals["project"] = self._suite.project
        return templates

    def _page(self, template: str, **values: object) -> str:
        return self._templates.get_template(f"{template}.html").render(page=template, **values)

    def overview(self) -> str:
        """Return the page of services, addresses and deliveries."""
        suite = self._suite
        return self._page(
            "overview",
            services=suite.ready_line(),
            functions=sorted(suite.functions.items()),
            summary=suite.deliveries(),
            recent=suite.finished_deliveries()[-RECENT_DELIVERIES:][::-1],
        )

    def handle(self, request: Request) -> Response | None:
        """Answer a request under `/__/emulator`; None for any other address."""
        path = request.path.rstrip("/")
        if path == ROOT:
            return _html(self.overview())
        if path == f"{ROOT}/documents":
            return _html(self._page("collections", path="", collections=self._documents.root_collections()))
        if path.startswith(f"{ROOT}/documents/"):
            return self._documents_response(path.removeprefix(f"{ROOT}/documents/"))
        if path == f"{ROOT}/files":
            return _html(self._files_page(request))
        if path == f"{ROOT}/file":
            return self._file(request)
        if path == f"{ROOT}/accounts":
            return _html(self._accounts_page())
        if path == f"{ROOT}/tasks":
            return _html(self._page("tasks", queues=queue_views(self._suite.tasks)))
        return None

    def _accounts_page(self) -> str:
        project = self._suite.project
        return self._page(
            "accounts", accounts=self._suite.accounts.all(project), codes=self._suite.codes.all(project)
        )

    def _documents_response(self, path: str) -> Response:
        if not is_path(path):
            return Response("This is not the path of a document or a collection.\n", 400)
        return _html(self._documents_page(path))

    def _documents_page(self, path: str) -> str:
        if len(path.split("/")) % 2:
            return self._page("collection", path=path, view=self._documents.collection(path))
        view = self._documents.document(path)
        return self._page("document", path=path, view=view, pictures=self._pictures_named_in(view))

    def _pictures_named_in(self, document: DocumentView) -> list[StoredObject]:
        """Return the pictures of the default bucket whose names are among a document's fields."""
        bucket = default_bucket(self._suite.project)
        names = dict.fromkeys(value for _, value in document.fields if isinstance(value, str))
        found = (self._suite.objects.find(bucket, name) for name in names)
        return [stored for stored in found if stored and stored.content_type.startswith("image/")]

    def _files_page(self, request: Request) -> str:
        buckets = self._suite.objects.buckets()
        bucket = request.args.get("bucket") or (buckets[0] if buckets else "")
        prefix = request.args.get("prefix", "")
        listing = ListRequest(prefix=prefix, delimiter="/", max_results=500)
        page = list_objects(self._suite.objects, bucket, listing)
        parent = prefix.rstrip("/").rpartition("/")[0]
        return self._page(
            "files",
            buckets=buckets,
            bucket=bucket,
            prefix=prefix,
            parent=f"{parent}/" if parent else "",
            prefixes=page.prefixes,
            objects=page.objects,
            more=page.next_token is not None,
        )

    def _file(self, request: Request) -> Response:
        stored = self._suite.objects.find(request.args.get("bucket", ""), request.args.get("name", ""))
        if stored is None:
            return Response("No such file.\n", 404)
        # A file may contain scripts, which must not run in this origin.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return Response(stored.data, headers=headers, content_type=stored.content_type)

    def close(self) -> None:
        """Close the connections of the pages."""
        self._documents.close()


def _html(page: str) -> Response:
    return Response(page, content_type="text/html; charset=utf-8")
