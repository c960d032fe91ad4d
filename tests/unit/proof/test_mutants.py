"""The mutants have their places. Whether the tests notice them, `make mutants` says."""

from pathlib import Path

import pytest

from tests.mutants.catalogue import MUTANTS, Mutant

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_it_breaks_one_line_and_names_tests_there_are(mutant: Mutant) -> None:
    source = (ROOT / mutant.file).read_text(encoding="utf-8")
    broken = mutant.applied(source)
    compile(broken, mutant.file, "exec")
    changed = [
        pair for pair in zip(source.splitlines(), broken.splitlines(), strict=True) if pair[0] != pair[1]
    ]
    assert len(changed) == 1
    assert [test for test in mutant.tests if not (ROOT / test).exists()] == []
