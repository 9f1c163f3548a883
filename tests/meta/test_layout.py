"""Folders and files are called, sized and opened the same everywhere."""

from hub.features import FEATURES
from tests.meta import layout_rules
from tests.meta.code import ROOT


def test_every_feature_has_the_same_file_names() -> None:
    assert list(layout_rules.strange_names(ROOT)) == []


def test_every_feature_is_listed() -> None:
    assert list(layout_rules.unlisted_features(ROOT)) == []


def test_no_file_outgrows_its_room() -> None:
    assert list(layout_rules.long_files(ROOT)) == []


def test_every_file_opens_with_what_it_is_for() -> None:
    assert list(layout_rules.unexplained_files(ROOT)) == []


def test_sql_asks_the_one_clock() -> None:
    assert list(layout_rules.start_of_transaction(ROOT)) == []


def test_what_is_put_in_the_outbox_is_done_by_one_feature() -> None:
    jobs = [kind for feature in FEATURES for kind in feature.jobs]

    assert sorted(jobs) == sorted(set(jobs))
    assert list(layout_rules.unheard(ROOT, set(jobs))) == []
