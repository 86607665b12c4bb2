import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from groundwork.outbound import Limits, OutboundError
from groundwork.staging import StagingError, commit, importer_of, stage, undo
from groundwork.tabular import UnreadableFileError
from indicators.imports.staging import fetched
from indicators.models import Observation, StagedStatistics
from tests.groundwork.outbound.sites import answer, never_stops, redirect, says, site
from tests.indicators import sdmx_files
from tests.indicators.numbers import row, write

State = StagedStatistics.State


def content(tmp_path, *rows) -> bytes:
    return write(tmp_path / "numbers.csv", *rows).read_bytes()


def sent(body: bytes, name: str = "numbers.csv"):
    return stage(importer_of("statistics"), ContentFile(body, name=name), by=None)


def test_staged_file_says_what_would_change_and_writes_nothing(lists, tmp_path):
    staged = sent(content(tmp_path, row()))

    assert (staged.state, [one.reasons for one in staged.rows.all()]) == (
        State.READY,
        [["EMP: 1 added, 0 changed, 0 gone, 0 unchanged"]],
    )
    assert not Observation.objects.exists()

    commit(staged, by=None)
    assert Observation.objects.get().value == 12.5

    undo(staged, by=None)
    assert not Observation.objects.exists()


def test_file_with_wrong_rows_is_refused_with_their_numbers(lists, tmp_path):
    staged = sent(content(tmp_path, row(), row(country_iso3="ZZZ")))

    assert staged.state == State.REFUSED
    assert staged.told == [
        "1 row is wrong.",
        "row 3: the country or area “zzz” is not known here.",
        "Unknown (country or area): zzz (1)",
    ]
    with pytest.raises(StagingError, match="not ready"):
        commit(staged, by=None)


def test_what_is_no_such_file_is_refused_under_its_own_name(lists):
    assert sent(b"\x00\x01", "a.bin").state == State.REFUSED
    assert "passwd" in sent(b"root", "../../etc/passwd").told[0]


def test_lists_that_changed_since_refuse_the_yes_and_nothing_is_written(lists, tmp_path):
    staged = sent(content(tmp_path, row()))
    lists[2].delete()
    with pytest.raises(StagingError, match="is not known here"):
        commit(staged, by=None)
    assert StagedStatistics.objects.get().state == State.READY
    assert not Observation.objects.exists()


def test_file_is_sent_looked_at_imported_and_undone_in_the_workplace(lists, tmp_path, user_with, client_of):
    client = client_of(user_with("statistician"))
    file = SimpleUploadedFile("numbers.csv", content(tmp_path, row()))

    page = client.post(reverse("admin:indicators_stagedstatistics_add"), {"file": file}, follow=True)
    assert "EMP: 1 added, 0 changed, 0 gone, 0 unchanged" in page.content.decode()
    assert not Observation.objects.exists()

    address = reverse("admin:indicators_stagedstatistics_change", args=[StagedStatistics.objects.get().pk])
    client.post(address, {"_import": "yes"})
    assert Observation.objects.get().value == 12.5
    client.post(address, {"_undo": "yes"})
    assert not Observation.objects.exists()


def test_nothing_sent_is_asked_for_again(lists, user_with, client_of):
    response = client_of(user_with("statistician")).post(reverse("admin:indicators_stagedstatistics_add"), {})
    assert "Send a file or name a dataflow." in response.content.decode()
    assert not StagedStatistics.objects.exists()


def test_dataflow_is_fetched_from_the_configured_source(settings, lists, tmp_path):
    body = content(tmp_path, row())
    with site(says(answer(body))) as source:
        settings.SDMX_ADDRESS = f"{source.url}data/{{dataflow}}"
        assert fetched("DF_EMP", network=source.network()) == ("DF_EMP.csv", body)
    assert source.requests[0].startswith("GET /data/DF_EMP HTTP/1.1")
    assert "application/vnd.sdmx.data+csv" in source.requests[0]


def test_what_the_source_refuses_is_told(settings):
    with site(says(answer(b"No records found", status="404 Not Found"))) as source:
        settings.SDMX_ADDRESS = f"{source.url}{{dataflow}}"
        with pytest.raises(UnreadableFileError, match="the source answered 404: No records found"):
            fetched("DF_NONE", network=source.network())


def test_source_inside_the_house_is_not_asked(settings):
    settings.SDMX_ADDRESS = "http://127.0.0.1/{dataflow}"
    with pytest.raises(OutboundError):
        fetched("DF_EMP")


def test_what_is_wrong_is_told_in_the_language_of_the_reader(lists, tmp_path):
    body = content(tmp_path, row(value="12,5"), row(country_iso3="ZZZ"), row(year="2021"), row(year="2021", value="9"))
    with override("fr"):
        told = sent(body).told
    assert told[0] == "3 lignes sont fausses."
    assert told[1] == "ligne 2 : « 12,5 » a une virgule ; écrivez un point décimal et aucun autre signe."
    assert told[3] == "ligne 5 : elle répète ce que dit la ligne 4."
    assert told[4] == "Inconnus (pays ou zone) : zzz (1)"


@pytest.mark.parametrize(
    ("conversation", "reason"),
    [
        (lambda _connection, here: here.over.wait(10), "timed-out"),
        (says(redirect("http://10.0.0.1/data")), "refused-address"),
        (never_stops(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 1_000), "too-large"),
    ],
    ids=["hangs", "leads inside", "never ends"],
)
def test_source_that_means_no_good_is_given_up(settings, conversation, reason):
    with site(conversation) as source:
        settings.SDMX_ADDRESS = f"{source.url}{{dataflow}}"
        with pytest.raises(OutboundError) as caught:
            fetched("DF_EMP", network=source.network(), limits=Limits(seconds=0.5, bytes=100_000))
    assert caught.value.reason == reason


def test_error_message_of_the_source_is_told_and_nothing_is_kept_of_it(settings, lists):
    with site(says(answer(sdmx_files.ERROR.encode()))) as source:
        settings.SDMX_ADDRESS = f"{source.url}{{dataflow}}"
        name, body = fetched("DF_EMP", network=source.network())
    staged = sent(body, name)
    assert staged.state == State.REFUSED
    assert staged.told == ["DF_EMP.xml is an error message of the source (100): No results found."]
