"""What functions of this codebase wait for."""

import threading

released = threading.Event()
together = threading.Barrier(2)
