"""The errors Firestore answers with: a canonical gRPC code and the service's wording."""

from __future__ import annotations

from enum import IntEnum


class Code(IntEnum):
    """Canonical status codes, as numbered by google.rpc.Code."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class FirestoreError(Exception):
    """An RPC, or one write of a batch, ends with this code and message."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def invalid_argument(message: str) -> FirestoreError:
    return FirestoreError(Code.INVALID_ARGUMENT, message)


def not_found(message: str) -> FirestoreError:
    return FirestoreError(Code.NOT_FOUND, message)


def already_exists(message: str) -> FirestoreError:
    return FirestoreError(Code.ALREADY_EXISTS, message)


def failed_precondition(message: str) -> FirestoreError:
    return FirestoreError(Code.FAILED_PRECONDITION, message)


def aborted(message: str) -> FirestoreError:
    return FirestoreError(Code.ABORTED, message)


def permission_denied(message: str = "Missing or insufficient permissions.") -> FirestoreError:
    return FirestoreError(Code.PERMISSION_DENIED, message)


def unimplemented(feature: str) -> FirestoreError:
    return FirestoreError(Code.UNIMPLEMENTED, f"{feature} is not implemented by the embedded Firestore.")
