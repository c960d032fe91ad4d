"""`python -m tests.ids`: where every test of commit cecf284 is now. Exits 1 if one is lost without a reason.

A test is known by its function and parameters; its file may have moved. What was renamed is in `RENAMED`, what has gone
in `GONE`, each with the reason.
"""

import gzip
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

_BOUNDED = "every fallback picture is counted now, whatever starts it (invariant 11)"
_SAID = "its parameters are messages, which are said otherwise now"
GONE = {
    "test_whoever_writes_is_listed": "the store itself refuses what forgets the erasure fence (test_store.py); "
    "test_whoever_stores_files_is_listed keeps the half about files",
    "test_the_rules_are_as_strict_as_told": "null is absence for every optional field, in documents too",
    "test_the_reason_is_the_true_one": _SAID,
    "test_an_integer_may_be_spelled_as_mobile_sdks_do": "one test walks the numbers of all callables",
    "test_bad_input_is_refused_with_the_field_named": "null is absence, so fewer inputs are bad",
    "test_the_reason_is_in_words_that_mean_something_to_the_caller": _SAID,
    "test_what_is_not_implemented_says_so": "read_time is implemented: test_the_past.py",
    "test_what_an_event_carries_is_named_in_its_row": "budget_used is usage_mark",
    "test_an_event_is_one_line_with_its_name_severity_and_fields": "budget_used is usage_mark",
    "test_no_event_can_carry_a_uid_a_token_or_free_text": "budget_used is usage_mark",
    "test_a_job_refuses_every_move_it_does_not_have": "a queued job is settled from the note of a paid picture",
    "test_a_render_that_failed_is_painted_whatever_was_painted_before": _BOUNDED,
    "test_followers_of_a_failed_render_are_painted_too": _BOUNDED,
    "test_a_worker_frozen_past_its_lease_can_neither_settle_nor_refund": "only a takeover keeps it from settling: "
    "what it paid for is kept",
    "test_a_hidden_painting_is_not_painted_and_the_placeholder_stands_in": "its next variation stands in",
    "test_what_is_no_report_is_refused_by_field": "a note that is too long is longer now: 1000 UTF-16 code units",
    "test_some_fault_of_each_scenario": "one test a scenario: test_some_fault_of_a_scenario",
    "test_a_pass_goes_on_where_the_last_one_stopped": "a pass ends by its time: test_sweeping_in_time.py",
}
RENAMED = {
    "test_a_miss_is_eight_reads_and_seven_writes": (
        "test_a_miss_is_nine_reads_and_seven_writes_and_once_a_life_an_eighth"
    ),
    "test_a_render_from_claim_to_settled_is_fourteen_reads_and_eleven_writes": (
        "test_a_render_from_claim_to_settled_is_thirteen_reads_and_eleven_writes"
    ),
    "test_only_a_look_that_somebody_reported_costs_one_read_more": (
        "test_only_a_look_that_somebody_reported_costs_the_reads_of_ones_own_report"
    ),
    "test_a_painting_started_is_eleven_reads_and_six_writes": (
        "test_a_painting_started_is_twelve_reads_and_six_writes"
    ),
    "test_every_trigger_is_fuzzed": "test_every_trigger_of_documents_is_fuzzed",
    "test_the_only_secret_is_a_secret_parameter_and_no_plain_one": (
        "test_the_secrets_are_secret_parameters_and_no_plain_ones"
    ),
}
"""Old test name -> new one."""

LISTED_ON = "20261128"
"""The day on which the tests of cecf284 were listed, which was in two of their ids."""


def main() -> int:
    """Print the moves by file, then each missing test with its reason; the exit status."""
    before = gzip.decompress((Path(__file__).parent / "cecf284.txt.gz").read_bytes()).decode().split("\n")
    before = [one.replace(f"-{LISTED_ON}-00-", "-today-") for one in before]
    places: dict[str, set[str]] = defaultdict(set)
    for one in collected():
        file, _, test = one.partition("::")
        places[test].add(file)
    moved: dict[tuple[str, str], int] = defaultdict(int)
    kept, lost = 0, []
    for one in filter(None, before):
        file, _, test = one.partition("::")
        function = test.partition("[")[0]
        now = places.get(test) or places.get(test.replace(function, RENAMED.get(function, function), 1))
        if now is None:
            lost.append((one, GONE.get(function)))
        elif file in now:
            kept += 1
        else:
            moved[file, min(now, key=lambda there: _distance(file, there))] += 1
    for (old, new), count in sorted(moved.items()):
        print(f"{count:5}  {old} -> {new}")
    for one, why in lost:
        print(f"       {one}: {why or 'LOST, AND NOBODY SAYS WHY'}")
    print(f"{kept} where they were, {sum(moved.values())} moved, {len(lost)} gone")
    return 1 if any(why is None for _, why in lost) else 0


def collected() -> list[str]:
    """Return the ids of all tests there are, the soak included."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--full", "-q", "-p", "no:cacheprovider"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if "::" in line]


def _distance(old: str, new: str) -> int:
    """How few folder names two files share: of several tests of one name the likeliest is the nearest."""
    return -len(set(Path(old).parts) & set(Path(new).parts))


if __name__ == "__main__":
    sys.exit(main())
