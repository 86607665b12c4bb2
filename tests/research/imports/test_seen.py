from research.imports.seen import Kept, Seen


def test_first_row_of_a_mark_is_told():
    seen = Seen()

    assert seen.first([("doi", "10.1/a"), ("title", "Dust")], 3) is None
    assert seen.first([("doi", "10.1/b"), ("title", "Dust")], 5) == 3
    assert seen.first([("doi", "10.1/b")], 7) == 5
    assert seen.first([("title", "Dust"), ("doi", "10.1/a")], 9) == 3
    assert Seen().first([("title", "Dust")], 1) is None


def test_first_of_a_key_is_kept():
    kept = Kept()

    assert kept.is_empty
    kept.add("whole", {"title": "Dust"})
    kept.add("whole", {"title": "Sand"})
    assert (kept.get("whole"), kept.get("part"), kept.is_empty) == ({"title": "Dust"}, None, False)
