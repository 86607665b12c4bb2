import datetime as dt

import pytest
from django.conf import settings

from groundwork.tabular import UnreadableFileError
from research.imports.sources import read_sources

HEADING = "slug,name,kind,url,licence,retrieved_on\n"


def test_read_sources_of_the_demo_have_address_licence_and_day():
    sources = read_sources(settings.DEMO_DIR / "research/sources.csv")

    assert len(sources) == 10
    assert [source.slug for source in sources if source.kind == "in-house"] == ["ilo-publications"]
    assert all(source.url.startswith("https://") and source.licence for source in sources)
    assert {source.retrieved_on for source in sources} == {dt.date(2026, 11, 22)}


@pytest.mark.parametrize("line", ["x,X,friends,,,2026-11-22", "x,X,external,,,22 November"])
def test_read_sources_refuses_an_unknown_kind_or_a_malformed_date(tmp_path, line):
    path = tmp_path / "sources.csv"
    path.write_text(HEADING + line + "\n")

    with pytest.raises(UnreadableFileError, match=r"^sources\.csv: "):
        read_sources(path)
