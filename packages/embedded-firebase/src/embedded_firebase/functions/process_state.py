"""The process state that loading a codebase changes, restored so that another codebase can be loaded."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType


@contextmanager
def process_environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables, and restore their previous values at the end."""
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
    """Load a codebase as in a new process for the length of the context, and unload it afterwards.

    Set aside, and put back at the end, are its modules, its declared parameters and global options, the init
    callback, and Firebase apps: the libraries keep all of them for the life of the process, and they would point
    a second suite at the addresses of the first.
    """
    import firebase_admin
    from firebase_functions import core, options, params

    def of_codebase() -> dict[str, ModuleType]:
        loaded = ((name, module, getattr(module, "__file__", None)) for name, module in sys.modules.items())
        return {name: module for name, module, file in loaded if file and Path(file).is_relative_to(source)}

    modules, path = of_codebase(), list(sys.path)
    apps, declared = dict(firebase_admin._apps), dict(params._params)
    global_options = options._GLOBAL_OPTIONS
    callback, did_init = core._init_callback, core._did_init
    for name in modules:
        del sys.modules[name]
    firebase_admin._apps.clear()
    params._params.clear()
    core._init_callback, core._did_init = None, False
    try:
        yield
    finally:
        for app in list(firebase_admin._apps.values()):
            firebase_admin.delete_app(app)
        firebase_admin._apps.update(apps)
        params._params.clear()
        params._params.update(declared)
        options._GLOBAL_OPTIONS = global_options
        core._init_callback, core._did_init = callback, did_init
        for name in of_codebase():
            del sys.modules[name]
        sys.modules.update(modules)
        sys.path[:] = path
