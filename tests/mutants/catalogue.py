"""The mutants: each breaks a promise of the product in one line."""

from dataclasses import dataclass

DRAWN = ("tests/unit/services/test_model.py", "tests/crash/test_crash_matrix.py")
"""The tests that draw what they try."""


@dataclass(frozen=True)
class Mutant:
    """What it breaks and where; `tests` are those of `make test` that are about it, the quickest first."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def applied(self, source: str) -> str:
        """Return the source with the line broken. Raises ValueError unless it is there exactly once."""
        if source.count(self.before) != 1:
            raise ValueError(
                f"the mutant {self.name!r} has no place in {self.file} any more: give it a new one"
            )
        return source.replace(self.before, self.after)


MUTANTS = (
    Mutant(
        "limit off by one",
        "functions/mirror_realm/domain/allowance.py",
        "if user.tally.used >= own.daily:",
        "if user.tally.used > own.daily:",
        ("tests/unit/domain/test_allowance.py", "tests/unit/services/admission", *DRAWN),
    ),
    Mutant(
        "lease token unchecked",
        "functions/mirror_realm/domain/render_job.py",
        " or self.lease is None or self.lease.token != token:",
        " or self.lease is None:",
        ("tests/unit/services/rendering", *DRAWN),
    ),
    Mutant(
        "refund dropped",
        "functions/mirror_realm/domain/allowance.py",
        "refunded=self.refunded + 1,",
        "refunded=self.refunded,",
        ("tests/unit/domain/test_allowance.py", "tests/unit/services/rendering", *DRAWN),
    ),
    Mutant(
        "consent unread",
        "functions/mirror_realm/services/rendering/inputs.py",
        "if consent is None or not agreed or not consent.covers(self.recipients | maker):",
        "if profile is None:",
        ("tests/unit/services/photos", *DRAWN),
    ),
)
