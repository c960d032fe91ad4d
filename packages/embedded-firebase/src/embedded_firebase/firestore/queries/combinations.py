"""The limits on filters that one query may combine, and the number of its disjunctions.

Rules from the public documentation (queries: limitations), wording as the service answers.
"""

from __future__ import annotations

from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.queries.filters import (
    ARRAY_CONTAINS_ANY,
    EQUAL,
    IN,
    IS_NOT_NAN,
    IS_NOT_NULL,
    NOT_EQUAL,
    NOT_IN,
    Branch,
    Filter,
    Leaf,
    leaves,
)
from embedded_firebase.firestore.stored_document import NAME_PATH

MAX_DISJUNCTIONS = 30


def check_combination(compiled: Filter | None) -> None:
    """Raise INVALID_ARGUMENT for filters that the service does not combine."""
    every = list(leaves(compiled))
    _check_name_equality(every)
    negations = [leaf for leaf in every if _is_negation(leaf)]
    if len(negations) > 1:
        raise invalid_argument(
            "Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter allowed per query."
        )
    has_not_in = any(not leaf.unary and leaf.operator == NOT_IN for leaf in every)
    if has_not_in and (_has_or(compiled) or any(_is_list(leaf) for leaf in every)):
        raise invalid_argument(
            "'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'."
        )
    count = disjunctions(compiled)
    if count > MAX_DISJUNCTIONS:
        raise invalid_argument(
            f"Too many disjunctions after normalization. Result had {count} disjunctions which is more than "
            f"the maximum of {MAX_DISJUNCTIONS}"
        )
    for conjunction in conjunctions(compiled):
        if sum(leaf.is_array_filter for leaf in conjunction) > 1:
            raise invalid_argument("A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction.")


def _check_name_equality(every: list[Leaf]) -> None:
    """Raise INVALID_ARGUMENT for a document's name beside an inequality of another field."""
    sorted_by = {leaf.path for leaf in every if leaf.is_inequality}
    names = [leaf for leaf in every if leaf.path == NAME_PATH and leaf.operator in (EQUAL, IN)]
    if names and sorted_by and NAME_PATH not in sorted_by:
        raise invalid_argument(
            "Equality on key is not allowed if there are other inequality fields and key does not appear in "
            "inequalities."
        )


def _is_negation(leaf: Leaf) -> bool:
    if leaf.unary:
        return leaf.operator in (IS_NOT_NAN, IS_NOT_NULL)
    return leaf.operator in (NOT_EQUAL, NOT_IN)


def _is_list(leaf: Leaf) -> bool:
    return not leaf.unary and leaf.operator in (IN, ARRAY_CONTAINS_ANY)


def _has_or(compiled: Filter | None) -> bool:
    return isinstance(compiled, Branch) and (compiled.any or any(map(_has_or, compiled.children)))


def conjunctions(compiled: Filter | None) -> list[list[Leaf]]:
    """Return the filter in disjunctive normal form, with `in` and `array-contains-any` as one comparison each."""
    if compiled is None:
        return [[]]
    if isinstance(compiled, Leaf):
        return [[compiled]]
    if compiled.any:
        return [conjunction for child in compiled.children for conjunction in conjunctions(child)]
    product: list[list[Leaf]] = [[]]
    for child in compiled.children:
        product = [left + right for left in product for right in conjunctions(child)]
    return product


def disjunctions(compiled: Filter | None) -> int:
    """Return how many disjunctions the service counts: every operand of `in` is one."""
    if compiled is None:
        return 1
    if isinstance(compiled, Leaf):
        if (
            not compiled.unary
            and compiled.operator in (IN, ARRAY_CONTAINS_ANY)
            and compiled.operand is not None
        ):
            return len(compiled.operand.array_value.values)
        return 1
    counts = [disjunctions(child) for child in compiled.children]
    if compiled.any:
        return sum(counts)
    product = 1
    for count in counts:
        product *= count
    return product
