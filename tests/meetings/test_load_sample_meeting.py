from django.core.management import call_command

from meetings.models import Meeting


def test_sample_has_every_part_of_a_record_and_is_seen_by_editors_only(db, folder, client, client_of, user_with):
    call_command("load_sample_meeting")
    call_command("load_sample_meeting")
    meeting = Meeting.objects.get()
    assert client.get(meeting.get_absolute_url()).status_code == 404
    page = client_of(user_with("editor")).get(meeting.get_absolute_url())
    balance = [(str(side.heading), side.number, side.balance) for side in page.context["sides"]]
    assert balance == [
        ("Governments", 3, "1 woman, 1 man, 1 not stated"),
        ("Employers", 2, "1 woman, 1 man"),
        ("Workers", 3, "2 women, 1 man"),
        ("Observers", 1, "1 woman, 0 men"),
    ]
    for words in (
        "Sample item",
        "version 1",
        "Country inputs",
        "Recordings and slides",
        "Sample union",
        "no real meeting",
    ):
        assert words in page.text
