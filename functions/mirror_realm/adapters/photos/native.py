"""Native: finds C functions in the library that an extension module of an installed package has loaded.

There is no other copy of the library, and no path to guess. A package may be built in another way tomorrow, or for
another platform, so that its library hides these functions. Then InterfaceMissing is raised, and the format's reader
decodes as the package itself does: photos of ordinary size are still read, the largest are refused for their memory.
"""

import ctypes
import importlib
from collections.abc import Mapping

Signature = tuple[object, list[object]]
"""The result and the arguments of a function, as ctypes types."""


class InterfaceMissing(Exception):
    """Raised if a library cannot be called here. It says nothing about the photo."""


def library_of(module: str, functions: Mapping[str, Signature]) -> ctypes.CDLL:
    """Return the library that an extension module is linked with, the named functions typed.

    Raises InterfaceMissing if the module or one of the functions cannot be found.
    """
    try:
        path = importlib.import_module(module).__file__
        assert path is not None, "an extension module is a file"
        # A symbol is looked up in a library and in all that it depends on.
        library = ctypes.CDLL(path)
        for name, (result, arguments) in functions.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (ImportError, OSError, AttributeError) as error:
        raise InterfaceMissing(f"{module} offers no such library") from error
    return library
