"""How a test tells a function of this codebase to go on."""

import threading

released = threading.Event()
