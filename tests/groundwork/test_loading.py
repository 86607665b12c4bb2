import io

import pytest
from django.core.management import CommandError

from groundwork.loading import LoadCommand, add_missing, bar, copy_in, in_languages, progress
from groundwork.places import Area
from groundwork.tabular import read_csv
from research.models import Publication
from tests.factories.groundwork import AreaFactory
from tests.factories.research import PublicationFactory


class LoadAreas(LoadCommand):
    """A loader of one column."""

    title = "Areas"
    files = ("areas.csv",)

    def load(self):
        self.add(
            [Area(code=row["code"], name=row["name"]) for row in read_csv(self.folder / "areas.csv", ["name"])], "code"
        )


def run(folder):
    out = io.StringIO()
    LoadAreas(stdout=out).execute(
        folder=folder, verbosity=1, force_color=False, no_color=True, skip_checks=True, stdout=out, stderr=None
    )
    return out.getvalue()


def test_add_missing_leaves_what_is_there(db):
    AreaFactory(code="zmb", name="As an editor named it")

    added = add_missing([Area(code="zmb", name="Zambia"), Area(code="zwe", name="Zimbabwe")], "code")

    assert [area.code for area in added] == ["zwe"]
    assert Area.objects.get(code="zmb").name == "As an editor named it"


def test_add_missing_takes_no_rows():
    assert add_missing([], "code") == []


def test_copy_in_inserts_as_bulk_create_does(db):
    one, other = (
        PublicationFactory.build(title="Été, \t\\ and “more”", keywords=keywords) for keywords in ([], ["a,b"])
    )

    copy_in([one])
    Publication.objects.bulk_create([other])

    names = [field.name for field in Publication._meta.concrete_fields if field.name not in {"id", "keywords"}]
    copied, created = Publication.objects.order_by("pk").values(*names)
    assert {name: value for name, value in copied.items() if name not in {"published_at", "updated_at"}} == {
        name: value for name, value in created.items() if name not in {"published_at", "updated_at"}
    }
    assert Publication.objects.get(pk=one.pk).keywords == []
    assert not one._state.adding


def test_copy_in_takes_no_rows():
    assert copy_in([]) == []


def test_in_languages_leaves_empty_texts_to_english():
    assert in_languages("name", {"en": "Mining", "fr": ""}) == {"name_en": "Mining", "name_fr": None}


def test_loader_counts_and_changes_nothing_the_second_time(db, tmp_path):
    (tmp_path / "areas.csv").write_text("code,name\nzmb,Zambia\nzwe,Zimbabwe\n")

    assert run(tmp_path).split() == ["Areas", "2", "loaded", "0", "unchanged"]
    assert run(tmp_path).split() == ["Areas", "0", "loaded", "2", "unchanged"]


def test_loader_says_which_file_is_missing(db, tmp_path):
    with pytest.raises(CommandError) as error:
        run(tmp_path)

    assert str(error.value) == (
        f"The file areas.csv is missing from {tmp_path.name}/: restore it from the repository "
        f"(git checkout -- {tmp_path.name}/areas.csv) and load again; nothing was loaded."
    )


def test_loader_writes_nothing_of_a_bad_file(db, tmp_path):
    (tmp_path / "areas.csv").write_text("code,name\nzmb,Zambia\nzwe\n")

    with pytest.raises(CommandError) as error:
        run(tmp_path)

    assert str(error.value).endswith("record 3: as many cells as the heading has are wanted. Nothing was loaded.")
    assert not Area.objects.exists()


def test_progress_is_one_line_where_there_is_no_terminal(capsys):
    assert list(progress([1, 2], "Areas")) == [1, 2]
    with bar("More", 2) as shown:
        shown.update(2)

    assert capsys.readouterr().err == "Areas …\nMore …\n"
