"""The suite: every emulated service of one project, started and stopped together in this process."""

import asyncio
import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from socket import socket
from types import MappingProxyType, TracebackType
from typing import Self

from embedded_firebase import ports
from embedded_firebase.auth import AuthService, read_claims
from embedded_firebase.auth.accounts import AccountStore
from embedded_firebase.auth.oob_codes import OobCodes
from embedded_firebase.configuration import Configuration, project_of, read_configuration
from embedded_firebase.doors import Doors
from embedded_firebase.environment import codebase_settings, emulator_variables
from embedded_firebase.firestore import AccessPolicy as FirestoreAccessPolicy
from embedded_firebase.firestore import FirestoreEmulator, IndexCatalogue
from embedded_firebase.functions import Delivery, DeliverySummary, FunctionsHost
from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.functions.process_state import codebase_loaded_from, process_environment
from embedded_firebase.hosting import HostingService
from embedded_firebase.hosting.rewrites import with_functions
from embedded_firebase.hosting.web_config import config_page, web_config
from embedded_firebase.options import SuiteOptions
from embedded_firebase.request_log import RequestLog
from embedded_firebase.rules_files import RulesUnusable, load_firestore_rules, load_storage_rules
from embedded_firebase.state import export_state, import_state, import_tasks
from embedded_firebase.status import StatusPages
from embedded_firebase.storage import LARGEST_UPLOAD, ObjectStore, StorageService
from embedded_firebase.storage import AccessPolicy as StorageAccessPolicy
from embedded_firebase.tasks import TaskQueues, TasksService
from embedded_firebase.web.bridge import serve_handler
from embedded_firebase.web.doors import behind
from embedded_firebase.web.server import Application, WebServer

WORKERS = 16
"""Requests of storage, auth, hosting and tasks that are answered at once; each takes a millisecond or so."""

JOIN_SECONDS = 3.0
"""The seconds that `stop` waits for functions that still run before it leaves their threads behind."""

_logger = logging.getLogger("embedded_firebase")


class SuiteFailed(Exception):
    """The suite could not be started; the message has the reason."""


class Suite:
    """Run every service: they answer when the context is entered, and are stopped when it is left.

    While a suite runs, the environment of this process names its addresses, so that the Google clients and the
    functions, which run in this process too, find it. One suite runs in a process at a time.

        with Suite(free_ports=True) as suite:
            requests.post(f"{suite.functions_url}/greet", ...)
            suite.wait_idle(10)
    """

    def __init__(self, options: SuiteOptions | None = None, /, **values: object) -> None:
        """Take the options as one object, or by their names.

        Raises:
            TypeError: if a name is not that of an option.
            ValueError: if .firebaserc is not JSON.
        """
        self.options = options or SuiteOptions(**values)  # type: ignore[arg-type]  # the dataclass checks the names
        self.project = project_of(self.options.root, self.options.project)
        """The project's identifier."""
        self.addresses: Mapping[str, str] = MappingProxyType({})
        """`HOST:PORT` of `functions`, `firestore`, `storage`, `auth`, `hosting` and `tasks`."""
        self.environment: Mapping[str, str] = MappingProxyType({})
        """The variables by which clients find the suite; another process may be given them."""
        self.has_page = False
        """Whether firebase.json has a site for Hosting."""
        self._running = ExitStack()

    @property
    def functions_url(self) -> str:
        """The address under which functions are called: a callable is at `{functions_url}/{name}`."""
        return f"http://{self.addresses['functions']}/{self.project}/{self.host.region}"

    @property
    def objects(self) -> ObjectStore:
        """The files in Storage."""
        return self.storage.objects

    @property
    def accounts(self) -> AccountStore:
        """The accounts of Auth."""
        return self.auth.accounts

    @property
    def codes(self) -> OobCodes:
        """The codes of Auth that would have been sent by e-mail."""
        return self.auth.codes

    @property
    def functions(self) -> Mapping[str, HostedFunction]:
        """The hosted functions by name."""
        return self.host.functions

    def ready_line(self) -> dict[str, object]:
        """Return the line that the command prints when every service answers."""
        return {
            "ready": True,
            "project": self.project,
            "functions": self.functions_url,
            "firestore": self.addresses["firestore"],
            "storage": f"http://{self.addresses['storage']}",
            "auth": self.addresses["auth"],
            "hosting": f"http://{self.addresses['hosting']}",
            "tasks": self.addresses["tasks"],
        }

    def start(self) -> None:
        """Start every service; return when all answer.

        Raises:
            PortTaken: if another program has a port.
            SuiteFailed: if the codebase or the security rules cannot be loaded.
        """
        with ExitStack() as stack:
            try:
                self._start(stack)
            except RulesUnusable as error:
                raise SuiteFailed(str(error)) from None
            self._running = stack.pop_all()

    def stop(self) -> None:
        """Stop every service and restore the environment of this process. Stopping twice changes nothing."""
        self._running.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_idle(self, timeout: float = 30.0) -> None:
        """Wait until every event and task has been delivered or given up, retries included.

        A task that is scheduled for a later time does not count before that time: it may be days away.

        Raises:
            TimeoutError: if that takes more than `timeout` seconds.
        """
        if not self.host.wait_idle(timeout):
            raise TimeoutError(
                f"{self.deliveries().pending} deliveries were still pending after {timeout:g} s"
            )

    def deliveries(self) -> DeliverySummary:
        """Return how deliveries of events and tasks stand."""
        return self.host.delivery_summary()

    def finished_deliveries(self) -> list[Delivery]:
        """Return the deliveries that were made or given up, oldest first."""
        return self.host.finished_deliveries()

    def clear(self) -> None:
        """Delete the project's documents, files, accounts and tasks at once, and free the names of tasks.

        Deliveries that are still pending may write anew: `reset` waits for them.
        """
        names = (document.name.split("/", 4) for document in self.firestore.export_documents())
        for database in {database for _, project, _, database, _ in names if project == self.project}:
            self.firestore.clear(self.project, database)
        self.storage.clear()
        self.auth.clear(self.project)
        self.tasks.clear()

    def reset(self, timeout: float = 30.0) -> None:
        """Wait for pending deliveries, then delete everything and set all counts to zero.

        This deletes documents, files, accounts, tasks, those scheduled for later included, and finished deliveries, and
        resets the counts of operations.

        Raises:
            TimeoutError: if deliveries are still pending after `timeout` seconds; everything is deleted nevertheless.
        """
        try:
            self.wait_idle(timeout)
        finally:
            self.clear()
            self.firestore.reset_operations()
            self.host.reset_deliveries()

    def export(self, folder: Path) -> None:
        """Write all documents, files, accounts and pending tasks to a folder."""
        export_state(folder, self.project, self.firestore, self.objects, self.accounts, self.tasks)

    def _start(self, stack: ExitStack) -> None:
        """Start the services in order; the stack stops them in the opposite order."""
        options = self.options
        configuration = read_configuration(options.root)
        self.has_page = configuration.hosting is not None
        log = RequestLog(options.request_log) if options.request_log else None
        numbers = dict.fromkeys(ports.SERVICES, 0) if options.free_ports else configuration.ports
        listeners = self._listen(stack, numbers)
        firestore_port = self._start_firestore(stack, configuration, numbers["firestore"], log)
        self._name_addresses(listeners, firestore_port)

        self.auth = AuthService(self.project)
        self.storage = StorageService(access=self._storage_access(configuration), read_claims=read_claims)
        if folder := options.import_from:
            import_state(folder, self.project, self.firestore, self.objects, self.accounts)
        functions = self._load_functions(stack, configuration)
        status = StatusPages(self)
        stack.callback(status.close)
        self.host = FunctionsHost(
            functions,
            project=self.project,
            faults=options.faults,
            retry_time_scale=options.retry_time_scale,
            request_log=log,
            status_page=status.overview,
        )
        self.tasks = TaskQueues(
            functions,
            self.host.calls,
            self.host.delivery_log,
            project=self.project,
            functions_address=self.addresses["functions"],
            faults=options.faults,
            retry_time_scale=options.retry_time_scale,
        )
        """The queues of Cloud Tasks, by location and name."""
        if folder := options.import_from:
            import_tasks(folder, self.tasks)
        hosting = HostingService(configuration.hosting, status.handle, config_page(self._web_config))

        workers = stack.enter_context(ThreadPoolExecutor(WORKERS, thread_name_prefix="emulator-worker"))
        web = WebServer()
        applications: dict[str, Application] = {
            "functions": self.host,
            "storage": serve_handler("storage", self.storage.handle, workers, log, most_bytes=LARGEST_UPLOAD),
            "auth": serve_handler("auth", self.auth.handle, workers, log),
            "hosting": with_functions(
                configuration.hosting, serve_handler("hosting", hosting.handle, workers, log), self.host, log
            ),
            "tasks": serve_handler("tasks", TasksService(self.tasks, self.project).handle, workers, log),
        }
        web.start({listeners[name]: behind(self._doors(), served) for name, served in applications.items()})
        stack.callback(web.stop)
        self.host.attach(web.loop)
        self.tasks.attach(web.loop)
        stack.callback(self._stop_functions, web)
        self.firestore.on_commit(self.host.on_change)
        self.objects.on_change(self.host.on_change)

    def _listen(self, stack: ExitStack, numbers: Mapping[str, int]) -> dict[str, socket]:
        """Open a socket for each service that speaks HTTP; Firestore opens its own port later, if that is free."""
        listeners = {}
        for service in ports.SERVICES:
            if service == "firestore":
                ports.require_free(service, self.options.host, numbers[service])
            else:
                listeners[service] = ports.listen(service, self.options.host, numbers[service])
                stack.callback(listeners[service].close)
        return listeners

    def _start_firestore(
        self, stack: ExitStack, configuration: Configuration, port: int, log: RequestLog | None
    ) -> int:
        declared = configuration.indexes_file
        self.firestore = FirestoreEmulator(
            indexes=IndexCatalogue.load(declared) if declared else None,
            access=self._firestore_access(configuration),
            log=log.record_rpc if log else None,
            doors=self._doors(),
        )
        port = self.firestore.start(self.options.host, port)
        stack.callback(self.firestore.stop)
        return port

    def _doors(self) -> Doors:
        return Doors((self.options.host, *self.options.allowed_hosts))

    def _firestore_access(self, configuration: Configuration) -> FirestoreAccessPolicy | None:
        rules = configuration.firestore_rules
        if self.options.firestore_access or rules is None:
            return self.options.firestore_access
        return load_firestore_rules(rules)

    def _storage_access(self, configuration: Configuration) -> StorageAccessPolicy | None:
        rules = configuration.storage_rules
        if self.options.storage_access or rules is None:
            return self.options.storage_access
        return load_storage_rules(rules, self.project, self.firestore.find_document)

    def _name_addresses(self, listeners: Mapping[str, socket], firestore_port: int) -> None:
        opened = {name: listener.getsockname()[1] for name, listener in listeners.items()}
        opened["firestore"] = firestore_port
        named = {service: ports.address(self.options.host, opened[service]) for service in ports.SERVICES}
        self.addresses = MappingProxyType(named)
        self.environment = MappingProxyType(emulator_variables(self.project, named))

    def _web_config(self) -> dict[str, object]:
        return web_config(self.project, self.host.region, self.addresses)

    def _load_functions(self, stack: ExitStack, configuration: Configuration) -> dict[str, HostedFunction]:
        """Return the functions to host; their environment is set for as long as the suite runs."""
        asked = self.options.functions
        named = configuration.functions_source if asked else None
        source = asked.resolve() if isinstance(asked, Path) else named
        of_codebase = codebase_settings(source, self.project) if source else {}
        # The process's own environment wins over the codebase's files, and the addresses over both.
        settings = {name: value for name, value in of_codebase.items() if name not in os.environ}
        stack.enter_context(process_environment({**settings, **self.environment, **self.options.settings}))
        if source is None:
            return {}
        # A suite without functions starts in a fraction of the time: it does not import their library.
        from embedded_firebase.functions.discovery import discover

        stack.enter_context(codebase_loaded_from(source))
        try:
            return discover(source)
        except Exception as error:
            raise SuiteFailed(f"{source / 'main.py'} could not be loaded: {error!r}") from error

    def _stop_functions(self, web: WebServer) -> None:
        for closing in (self.tasks.close(), self.host.close()):
            asyncio.run_coroutine_threadsafe(closing, web.loop).result()
        if left := self.host.join(JOIN_SECONDS):
            _logger.warning("still running after %g s, left behind: %s", JOIN_SECONDS, ", ".join(left))
