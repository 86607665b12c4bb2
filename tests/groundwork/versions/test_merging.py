"""What a next version changed, over what somebody else wrote to the public page meanwhile."""

from groundwork.versions.merging import merged


def whole(words, parts=(), sectors=(1,)):
    return {
        "fields": dict(words),
        "relations": {"sectors": list(sectors)},
        "parts": {"issues": [{"pk": pk, "fields": {"title": title}, "relations": {}} for pk, title in parts]},
    }


BASE = whole({"summary": "a", "overview": "a"}, [(1, "Dust"), (2, "Noise")])


def test_where_nothing_was_written_meanwhile_it_is_the_draft():
    draft = whole({"summary": "b"})
    assert merged(draft, BASE, BASE) is draft


def test_each_field_is_as_the_one_says_that_changed_it():
    draft = whole({"summary": "draft", "overview": "a"}, [(1, "Dust"), (2, "Noise")], sectors=[1, 2])
    live = whole({"summary": "a", "overview": "live"}, [(1, "Dust"), (2, "Noise")], sectors=[3])
    both = merged(draft, BASE, live)
    assert both["fields"] == {"summary": "draft", "overview": "live"}
    assert both["relations"] == {"sectors": [2, 3]}


def test_the_draft_counts_where_both_changed():
    both = merged(whole({"summary": "draft"}), whole({"summary": "a"}), whole({"summary": "live"}, [(9, "x")]))
    assert both["fields"] == {"summary": "draft"}


def test_parts_that_came_or_went_on_either_side():
    draft = whole({}, [(2, "Noise, louder"), (3, "Pay")])
    live = whole({}, [(1, "Dust"), (2, "Noise"), (4, "Heat")])
    both = merged(draft, BASE, live)
    assert [(one["pk"], one["fields"]["title"]) for one in both["parts"]["issues"]] == [
        (2, "Noise, louder"),
        (3, "Pay"),
        (4, "Heat"),
    ]


def test_part_taken_out_on_the_public_page_stays_out_unless_it_was_written_anew():
    draft, live = whole({}, [(1, "Dust, again"), (2, "Noise")]), whole({})
    assert [one["pk"] for one in merged(draft, BASE, live)["parts"]["issues"]] == [1]


def test_field_that_a_migration_brought_or_took_is_as_the_one_says_that_knows_it():
    both = merged(whole({"gone": "x"}), whole({"gone": "y"}), whole({"new": "z"}))
    assert both["fields"] == {"gone": "x", "new": "z"}
