"""Ids sort by when they were made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from tenants.ids import new_id


def test_ids_rise_within_a_process_however_many_a_millisecond() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {"specified in RFC 4122"}


def test_threads_share_no_id() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = [one for part in threads.map(lambda _: [new_id() for _ in range(2_000)], range(8)) for one in part]
    assert len(set(made)) == len(made)


def test_an_id_of_another_moment_says_it_and_moves_no_other() -> None:
    at = datetime(2400, 1, 1, tzinfo=UTC)
    assert new_id(at).int >> 80 == int(at.timestamp() * 1000)
    assert new_id().int >> 80 < int(at.timestamp() * 1000)
