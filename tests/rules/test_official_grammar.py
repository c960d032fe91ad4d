"""Our rules are in the official grammar, and the embedded Firebase reads them as it does."""

from pathlib import Path

from embedded_firebase.rules.parsing import parse
from official_grammar.outlines import outline_of_ours, outline_of_theirs
from official_grammar.parser import official

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "firestore.rules", ROOT / "storage.rules"]


def test_our_rules_are_in_the_official_grammar() -> None:
    assert [answer.get("error") for answer in official(*FILES)] == [None, None]


def test_our_parser_reads_our_rules_as_the_official_one_does() -> None:
    for file, answer in zip(FILES, official(*FILES), strict=True):
        assert outline_of_ours(parse(file.read_text())) == outline_of_theirs(answer["tree"])
