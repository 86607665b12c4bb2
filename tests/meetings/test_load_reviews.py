from django.core.management import call_command

from meetings.models import Answer, FollowUpAction, Outcome, ProgressUpdate, Review


def test_load_reviews_makes_the_two_appendices_and_the_strategy(db):
    call_command("load_reviews")

    outcomes = Outcome.objects.visible_to(None)
    assert [Review.objects.count(), outcomes.count(), FollowUpAction.objects.count()] == [3, 52, 22]
    assert [Answer.objects.count(), ProgressUpdate.objects.visible_to(None).count()] == [24, 22]
    tenth = outcomes.with_status().get(review__slug="2012-independent-evaluation", number="10")
    assert [tenth.status, str(tenth.last_reported), tenth.wording] == ["ongoing", "2016-10-04", "verbatim"]
    assert [tenth.source, tenth.all_sectors] == ["GB.328/POL/8, Appendix I", True]
    counts = outcomes.with_status().status_counts()
    assert {status: number for status, number in counts.items() if number} == {
        "completed": 8,
        "ongoing": 3,
        "not_stated": 11,
        "no_report": 30,
    }


def test_load_reviews_says_who_reported_what(db):
    call_command("load_reviews")

    update = ProgressUpdate.objects.get(action__key="A2-F7.2")
    assert [update.reported_by, update.source, update.status] == ["Office", "GB.328/POL/8, Appendix II", ""]
    assert update.text.startswith("The Office has started to organize information sessions and webinars")
    assert [answer.certainty for answer in update.action.answers.all()] == ["probable"]


def test_load_reviews_again_adds_nothing_to_a_review_that_is_there(db):
    call_command("load_reviews")
    Outcome.objects.filter(number="10").update(text_en="As edited")

    call_command("load_reviews")

    assert Outcome.objects.get(number="10").text_en == "As edited"
    assert [Outcome.objects.count(), ProgressUpdate.objects.count()] == [52, 22]
