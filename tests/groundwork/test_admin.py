"""What failed, in the workplace. Who sees it at all is proved in tests/access/."""

from http import HTTPStatus

import pytest
from asgiref.sync import async_to_sync
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from groundwork.models import FailedJob, OutgoingMail
from tests.factories.groundwork import OutgoingMailFactory, failed_job
from tests.workers import statuses

JOBS = reverse("admin:groundwork_failedjob_changelist")
MAIL = reverse("admin:groundwork_outgoingmail_changelist")


@pytest.fixture
def administrator(user_with, client_of):
    return client_of(user_with("administrator"))


def try_again(client, address, *rows):
    return client.post(address, {"action": "retry", "_selected_action": [row.pk for row in rows]}, follow=True)


def test_failed_jobs_are_shown_with_their_error(administrator):
    job = failed_job(error="Traceback (most recent call last):\n  line 1\nValueError: <no> number", mail_id=17)
    page = administrator.get(JOBS).content.decode()
    for words in ("groundwork.tasks.send_mail", "17", "ValueError: &lt;no&gt; number"):
        assert words in page
    assert "Traceback" not in page
    assert (
        "Traceback" in administrator.get(reverse("admin:groundwork_failedjob_change", args=[job.pk])).content.decode()
    )


def test_job_without_a_task_says_so(administrator):
    job_id = app.configure_task("tests.of_another_release").defer()
    async_to_sync(app.job_manager.finish_job_by_id_async)(job_id, Status.FAILED, delete_job=False)
    for address in (JOBS, reverse("admin:groundwork_failedjob_change", args=[job_id])):
        assert "This release of the portal has no such task." in administrator.get(address).content.decode()


def test_failed_job_is_tried_again_and_noted(administrator):
    job, other = failed_job(mail_id=1), failed_job(mail_id=2)
    assert "1 queued." in try_again(administrator, JOBS, job).content.decode()
    assert list(FailedJob.objects.all()) == [other]
    assert statuses(task="groundwork.tasks.send_mail") == ["todo", "failed"]
    assert LogEntry.objects.get().object_id == str(job.pk)


def test_failed_mail_is_sent_again(administrator):
    mail, waiting = OutgoingMailFactory(failed=True), OutgoingMailFactory(attempts=3)
    assert "1 queued." in try_again(administrator, MAIL, mail, waiting).content.decode()
    rows = OutgoingMail.objects.order_by("pk").values_list("state", "attempts")
    assert list(rows) == [("waiting", 0), ("waiting", 3)]


@pytest.mark.parametrize("role", ["editor", "specialist"])
def test_others_cannot_try_again(user_with, client_of, role):
    client = client_of(user_with(role))
    job, mail = failed_job(), OutgoingMailFactory(failed=True)
    assert try_again(client, JOBS, job).status_code == HTTPStatus.FORBIDDEN
    assert try_again(client, MAIL, mail).status_code == HTTPStatus.FORBIDDEN
    assert (FailedJob.objects.count(), OutgoingMail.objects.get().state) == (1, "failed")


def test_mail_says_that_there_is_no_mail_server(administrator, settings):
    sentence = "No mail server is set (EMAIL_URL)."
    assert sentence in administrator.get(MAIL).content.decode()
    settings.EMAIL_URL = "smtp://mail.example.org"
    assert sentence not in administrator.get(MAIL).content.decode()


@pytest.mark.parametrize(("address", "make"), [(JOBS, failed_job), (MAIL, OutgoingMailFactory)])
def test_list_asks_the_same_number_of_queries_whatever_its_length(administrator, address, make):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            administrator.get(address)
        return len(asked)

    make()
    administrator.get(address)  # content types are cached then
    of_one = queries()
    make(), make()
    assert queries() == of_one


def test_broken_links_are_listed_and_lead_to_where_they_are_mended(client_of, user_with):
    from tests.factories.groundwork import LinkCheckFactory
    from tests.factories.sectors import LinkFactory, SectorFactory

    mining = SectorFactory()
    link = LinkFactory(page__sector=mining)
    other = LinkFactory(url=link.url)
    broken, cut_off = LinkCheckFactory(url=link.url, broken=True), LinkCheckFactory(outcome="oversize")
    LinkCheckFactory()
    specialist = client_of(user_with("specialist", teams=[mining]))
    shown = specialist.get("/admin/groundwork/linkcheck/?broken=yes").context["cl"].queryset
    assert set(shown) == {broken, cut_off}
    body = specialist.get(f"/admin/groundwork/linkcheck/{broken.pk}/change/").text
    assert f'href="/admin/sectors/sectorpage/{link.page_id}/change/"' in body
    assert f'href="/admin/sectors/sectorpage/{other.page_id}/change/"' not in body
