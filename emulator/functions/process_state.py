"""What loading a codebase changes in this process, so that it can be undone and another one loaded."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def process_environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables, and put back what they were."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def codebase_loaded_from(source: Path) -> Iterator[None]:
    """Let a codebase be loaded within, and forget it afterwards.

    Forgotten are its modules, its declared parameters and global options, the init callback, and the
    Firebase apps it made: all are kept by the libraries for the life of the process, and would point a second
    suite at the addresses of the first. Modules that were imported before stay as they are.
    """
    import firebase_admin  # type: ignore[import-untyped]  # ships no types
    from firebase_functions import core, options, params

    modules, path = set(sys.modules), list(sys.path)
    apps = set(firebase_admin._apps)
    declared, global_options = dict(params._params), options._GLOBAL_OPTIONS
    callback, did_init = core._init_callback, core._did_init
    try:
        yield
    finally:
        for name in set(firebase_admin._apps) - apps:
            firebase_admin.delete_app(firebase_admin._apps[name])
        params._params.clear()
        params._params.update(declared)
        options._GLOBAL_OPTIONS = global_options
        core._init_callback, core._did_init = callback, did_init
        sys.path[:] = path
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(source):
                del sys.modules[name]
