"""The errors of Cloud Storage, in the words and the JSON of the service.

StorageError
├── Invalid              400
├── Denied               403
├── ObjectNotFound       404
├── Conflict             409
├── PreconditionFailed   412
├── NotModified          304
└── NotImplementedHere   501, what this emulator does not offer
"""

import json

from werkzeug.wrappers import Response


class StorageError(Exception):
    """A request that the service refuses."""

    status = 400
    reason = "invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def response(self) -> Response:
        """Return the refusal as the JSON API words it."""
        if self.status == 304:
            return Response(status=304)
        entry = {"message": self.message, "domain": "global", "reason": self.reason}
        error = {"error": {"code": self.status, "message": self.message, "errors": [entry]}}
        return Response(json.dumps(error), self.status, content_type="application/json; charset=UTF-8")


class Invalid(StorageError):
    """The request is malformed."""


class Denied(StorageError):
    """The caller may not do this."""

    status = 403
    reason = "forbidden"

    def __init__(self, message: str = "Permission denied.") -> None:
        super().__init__(message)


class ObjectNotFound(StorageError):
    """There is no such object, or not in that generation."""

    status = 404
    reason = "notFound"

    def __init__(self, bucket: str, name: str) -> None:
        super().__init__(f"No such object: {bucket}/{name}")


class Conflict(StorageError):
    """The state of the bucket forbids it."""

    status = 409
    reason = "conflict"


class PreconditionFailed(StorageError):
    """A generation or metageneration is not the one the caller expects."""

    status = 412
    reason = "conditionNotMet"

    def __init__(self) -> None:
        super().__init__("At least one of the pre-conditions you specified did not hold.")


class NotModified(StorageError):
    """The caller already has what it asks for."""

    status = 304
    reason = "notModified"

    def __init__(self) -> None:
        super().__init__("Not Modified")


class NotImplementedHere(StorageError):
    """Cloud Storage offers this; this emulator does not."""

    status = 501
    reason = "notImplemented"

    def __init__(self, feature: str) -> None:
        super().__init__(f"{feature} is not implemented by the emulator.")
