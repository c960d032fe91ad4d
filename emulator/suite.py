"""The suite: every emulated service of one project in this process, started and stopped as one."""

import asyncio
import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self, TextIO

from emulator import ports
from emulator.auth import AuthService, read_claims
from emulator.configuration import Configuration, read_configuration
from emulator.environment import codebase_settings, emulator_variables
from emulator.firestore import AccessPolicy as FirestoreAccessPolicy
from emulator.firestore import FirestoreEmulator, IndexCatalogue
from emulator.functions import Delivery, DeliveryFaults, DeliverySummary, FunctionsHost
from emulator.functions.hosted import HostedFunction
from emulator.hosting import HostingService
from emulator.hosting.web_config import config_page, web_config
from emulator.request_log import RequestLog
from emulator.state import export_state, import_state
from emulator.status import StatusPages
from emulator.storage import AccessPolicy as StorageAccessPolicy
from emulator.storage import ObjectStore, StorageService
from emulator.web.bridge import Handler, serve_handler
from emulator.web.server import Application, WebServer

WORKERS = 16
"""Requests of storage, auth and hosting that are answered at once; each takes a millisecond or so."""

JOIN_SECONDS = 3.0
"""How long `stop` waits for functions that still run before it leaves their threads behind."""

_logger = logging.getLogger("emulator")


class SuiteFailed(Exception):
    """The suite could not be started; the message says why."""


@dataclass(frozen=True)
class SuiteOptions:
    """How a suite is to be run."""

    project: str = "demo-mirror"
    root: Path = field(default_factory=Path.cwd)
    """Where firebase.json is."""
    host: str = "127.0.0.1"
    free_ports: bool = False
    """Take any free ports instead of those of firebase.json and firebase-tools."""
    functions: Path | bool = True
    """True hosts the codebase that firebase.json names, False none, a path the one in that directory."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Environment variables for the functions, winning over the process's and the codebase's own."""
    import_from: Path | None = None
    """A folder that an earlier suite exported, to start from."""
    faults: DeliveryFaults = field(default_factory=DeliveryFaults)
    """How deliveries to document triggers are disturbed."""
    retry_time_scale: float = 1.0
    """What the waiting times between retries are multiplied by."""
    request_log: TextIO | None = None
    """Where each request is logged, if anywhere."""
    firestore_access: FirestoreAccessPolicy | None = None
    """Security rules for persons who use Firestore; None allows everything."""
    storage_access: StorageAccessPolicy | None = None
    """Security rules for persons who use Storage; None allows everything."""


class Suite:
    """All services, as a context manager: they answer when it is entered and are gone when it is left.

    While it runs, this process's environment names its addresses, so that the Google clients and the
    functions, which run in this process too, find it. One suite runs in a process at a time.

        with Suite(free_ports=True) as suite:
            requests.post(f"{suite.functions_url}/generate_avatar", ...)
            suite.wait_idle(10)
    """

    def __init__(self, options: SuiteOptions | None = None, /, **values: object) -> None:
        """Take the options as one object, or by their names."""
        self.options = options or SuiteOptions(**values)  # type: ignore[arg-type]  # the dataclass checks the names
        self.addresses: Mapping[str, str] = MappingProxyType({})
        """`HOST:PORT` of `functions`, `firestore`, `storage`, `auth` and `hosting`."""
        self.environment: Mapping[str, str] = MappingProxyType({})
        """The variables by which clients find the suite; another process may be given them."""
        self._running = ExitStack()

    @property
    def project(self) -> str:
        """The project's identifier."""
        return self.options.project

    @property
    def functions_url(self) -> str:
        """Where functions are called: a callable is at `{functions_url}/{name}`."""
        return f"http://{self.addresses['functions']}/{self.project}/{self.host.region}"

    @property
    def objects(self) -> ObjectStore:
        """The files in Storage."""
        return self.storage.objects

    def ready_line(self) -> dict[str, object]:
        """What `python -m emulator` prints when everything answers."""
        return {
            "ready": True,
            "project": self.project,
            "functions": self.functions_url,
            "firestore": self.addresses["firestore"],
            "storage": f"http://{self.addresses['storage']}",
            "auth": self.addresses["auth"],
            "hosting": f"http://{self.addresses['hosting']}",
        }

    def start(self) -> None:
        """Start every service; returns when all answer.

        Raises:
            PortTaken: if another program has a port.
            SuiteFailed: if the codebase cannot be loaded.
        """
        with ExitStack() as stack:
            self._start(stack)
            self._running = stack.pop_all()

    def stop(self) -> None:
        """Stop every service and put this process's environment back. A second time does nothing."""
        self._running.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_idle(self, timeout: float = 30.0) -> None:
        """Wait until every event has been delivered or given up, retries included.

        Raises:
            TimeoutError: if that takes more than `timeout` seconds.
        """
        if not self.host.wait_idle(timeout):
            raise TimeoutError(
                f"{self.deliveries().pending} deliveries were still pending after {timeout:g} s"
            )

    def deliveries(self) -> DeliverySummary:
        """How deliveries to document triggers stand."""
        return self.host.delivery_summary()

    def finished_deliveries(self) -> list[Delivery]:
        """The deliveries that were made or given up, oldest first."""
        return self.host.finished_deliveries()

    def clear(self) -> None:
        """Forget the project's documents, files and accounts.

        Wait for deliveries first, or they may write anew.
        """
        names = (document.name.split("/", 4) for document in self.firestore.export_documents())
        for database in {database for _, project, _, database, _ in names if project == self.project}:
            self.firestore.clear(self.project, database)
        self.storage.clear()
        self.auth.accounts.clear(self.project)

    def export(self, folder: Path) -> None:
        """Write all documents, files and accounts to a folder."""
        export_state(folder, self.project, self.firestore, self.objects, self.auth.accounts)

    def _start(self, stack: ExitStack) -> None:
        options = self.options
        configuration = read_configuration(options.root)
        numbers = dict.fromkeys(ports.SERVICES, 0) if options.free_ports else configuration.ports
        listeners = {}
        for service in ("functions", "storage", "auth", "hosting"):
            listeners[service] = ports.listen(service, options.host, numbers[service])
            stack.callback(listeners[service].close)
        ports.require_free("firestore", options.host, numbers["firestore"])

        request_log = RequestLog(options.request_log) if options.request_log else None
        declared = configuration.indexes_file
        self.firestore = FirestoreEmulator(
            indexes=IndexCatalogue.load(declared) if declared else None,
            access=options.firestore_access,
            log=request_log.record_rpc if request_log else None,
        )
        firestore_port = self.firestore.start(options.host, numbers["firestore"])
        stack.callback(self.firestore.stop)
        opened = {name: listener.getsockname()[1] for name, listener in listeners.items()}
        opened["firestore"] = firestore_port
        self.addresses = MappingProxyType(
            {service: ports.address(options.host, opened[service]) for service in ports.SERVICES}
        )
        self.environment = MappingProxyType(emulator_variables(options.project, self.addresses))

        self.auth = AuthService(options.project)
        self.storage = StorageService(access=options.storage_access, read_claims=read_claims)
        if options.import_from is not None:
            import_state(
                options.import_from, options.project, self.firestore, self.objects, self.auth.accounts
            )
        functions = self._load_functions(stack, configuration)
        status = StatusPages(self)
        stack.callback(status.close)
        self.host = FunctionsHost(
            functions,
            project=options.project,
            faults=options.faults,
            retry_time_scale=options.retry_time_scale,
            request_log=request_log,
            status_page=status.overview,
        )
        hosting = HostingService(
            configuration.hosting,
            status.handle,
            config_page(lambda: web_config(options.project, self.host.region, self.addresses)),
        )

        workers = stack.enter_context(ThreadPoolExecutor(WORKERS, thread_name_prefix="emulator-worker"))
        handlers: dict[str, Handler] = {
            "storage": self.storage.handle,
            "auth": self.auth.handle,
            "hosting": hosting.handle,
        }
        applications: dict[str, Application] = {
            name: serve_handler(name, handler, workers, request_log) for name, handler in handlers.items()
        }
        applications["functions"] = self.host
        web = WebServer()
        web.start({listeners[name]: application for name, application in applications.items()})
        stack.callback(web.stop)
        self.host.attach(web.loop)
        stack.callback(self._stop_functions, web)
        self.firestore.on_commit(self.host.on_commit)

    def _load_functions(self, stack: ExitStack, configuration: Configuration) -> dict[str, HostedFunction]:
        """The functions to host, their environment set for as long as the suite runs."""
        from emulator.functions.process_state import codebase_loaded_from, process_environment

        asked = self.options.functions
        named = configuration.functions_source if asked else None
        source = asked.resolve() if isinstance(asked, Path) else named
        if source is None:
            stack.enter_context(process_environment({**self.environment, **self.options.settings}))
            return {}
        # The process's own environment wins over the codebase's files, and the addresses over both.

        of_codebase = codebase_settings(source, self.project)
        settings = {name: value for name, value in of_codebase.items() if name not in os.environ}
        stack.enter_context(process_environment({**settings, **self.environment, **self.options.settings}))
        stack.enter_context(codebase_loaded_from(source))
        from emulator.functions.discovery import discover

        try:
            return discover(source)
        except Exception as error:
            raise SuiteFailed(f"{source / 'main.py'} could not be loaded: {error!r}") from error

    def _stop_functions(self, web: WebServer) -> None:
        asyncio.run_coroutine_threadsafe(self.host.close(), web.loop).result()
        if left := self.host.join(JOIN_SECONDS):
            _logger.warning("still running after %g s, left behind: %s", JOIN_SECONDS, ", ".join(left))
