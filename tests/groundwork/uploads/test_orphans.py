import datetime as dt
import os

import pytest

from groundwork.uploads import remove_orphans
from tests.groundwork.uploads.keeping import files, store

AT_ONCE = dt.timedelta(0)


def test_known_files_and_foreign_ones_stay(folder, paper):
    known = store(paper)
    (folder / "readme.txt").write_text("foreign")
    assert remove_orphans(older_than=AT_ONCE, registry=paper._meta.apps) == 0
    assert files(folder) == sorted([known.stored_as, "readme.txt"])


def test_file_of_a_deleted_row_goes(folder, paper):
    store(paper).delete()
    assert remove_orphans(older_than=AT_ONCE, registry=paper._meta.apps) == 1
    assert files(folder) == []


def test_young_orphans_stay_as_their_row_may_yet_come(folder, paper):
    store(paper).delete()
    assert remove_orphans(registry=paper._meta.apps) == 0
    two_days_ago = (dt.datetime.now(dt.UTC) - dt.timedelta(days=2)).timestamp()
    os.utime(next(folder.iterdir()), (two_days_ago, two_days_ago))
    assert remove_orphans(registry=paper._meta.apps) == 1


@pytest.mark.django_db
def test_folder_that_is_not_there_holds_no_orphans(folder):
    assert (folder.exists(), remove_orphans()) == (False, 0)
