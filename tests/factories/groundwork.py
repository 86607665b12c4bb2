import factory
from asgiref.sync import async_to_sync
from django.utils import timezone
from factory.django import DjangoModelFactory
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from groundwork.models import (
    Area,
    AuditEntry,
    FailedJob,
    JobError,
    LinkCheck,
    OlderTranslation,
    OutgoingMail,
    StagedFile,
    StagedRow,
    StagedTable,
)
from groundwork.partial_dates import PartialDateField
from groundwork.publishing import PublishingState


class ModelFactory(DjangoModelFactory):
    """Takes partial dates as text too."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _adjust_kwargs(cls, **fields):
        dates = {field.name: field for field in cls._meta.model._meta.fields if isinstance(field, PartialDateField)}
        return {name: dates[name].to_python(value) if name in dates else value for name, value in fields.items()}


class PublishableFactory(ModelFactory):
    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(state=PublishingState.DRAFT)

    state = PublishingState.PUBLISHED

    @factory.lazy_attribute
    def published_at(self):
        return timezone.now() if self.state == PublishingState.PUBLISHED else None


class AreaFactory(ModelFactory):
    """A country; `AreaFactory(region=True)` is a region."""

    class Meta:
        model = Area

    class Params:
        region = factory.Trait(kind=Area.Kind.REGION)

    code = factory.Sequence(lambda n: f"c{n:03}")
    name = factory.Sequence(lambda n: f"Country {n}")
    kind = Area.Kind.COUNTRY


class OlderTranslationFactory(ModelFactory):
    class Meta:
        model = OlderTranslation

    model = "groundwork.area"
    object_id = factory.Sequence(int)
    field = "name"
    language = "fr"
    english = "As it was"


class AuditEntryFactory(ModelFactory):
    class Meta:
        model = AuditEntry

    by_id = 1
    by_name = "Ada"
    verb = "publish"
    model = "research.publication"
    object_id = factory.Sequence(str)
    object_name = factory.Sequence(lambda n: f"Publication {n}")


class OutgoingMailFactory(ModelFactory):
    """A waiting message; `OutgoingMailFactory(failed=True)` is one that was given up."""

    class Meta:
        model = OutgoingMail

    class Params:
        failed = factory.Trait(state=OutgoingMail.State.FAILED, attempts=7, last_error="OSError: no route to host")

    key = factory.Sequence(lambda n: f"event {n}")
    to = factory.Sequence(lambda n: f"person{n}@portal.test")
    subject = "What happened"
    text = "It happened."
    message_id = factory.Sequence(lambda n: f"<{n}@portal.test>")


def failed_job(task: str = "groundwork.tasks.send_mail", error: str = "ValueError: no", **arguments) -> FailedJob:
    """A job that failed for good. Procrastinate's models are read-only, so it is made as a worker makes it."""
    job_id = app.configure_task(task).defer(**arguments)
    async_to_sync(app.job_manager.finish_job_by_id_async)(job_id, Status.FAILED, delete_job=False)
    JobError.objects.create(job_id=job_id, error=error)
    return FailedJob.objects.get(pk=job_id)


class LinkCheckFactory(ModelFactory):
    """Of an address that answered; `LinkCheckFactory(broken=True)` of one that is not there."""

    class Meta:
        model = LinkCheck

    class Params:
        broken = factory.Trait(
            outcome=LinkCheck.Outcome.GONE, status=404, broken_since=factory.LazyFunction(timezone.now)
        )

    url = factory.Sequence(lambda n: f"https://www.example.org/checked/{n}/")
    outcome = LinkCheck.Outcome.ANSWERED
    status = 200
    checked_at = factory.LazyFunction(timezone.now)


class StagedFileFactory(ModelFactory):
    """That was refused. It has no file on disk: what is staged in earnest goes through groundwork.staging.stage."""

    class Meta:
        model = StagedFile

    subject = "statistics"
    name = factory.Sequence(lambda n: f"numbers-{n}.csv")
    size = 12
    content_type = "application/octet-stream"
    sha256 = "0" * 64
    stored_as = factory.Sequence(lambda n: f"{n:032x}")
    state = StagedFile.State.REFUSED
    told = ["One row is wrong."]


class StagedTableFactory(StagedFileFactory):
    class Meta:
        model = StagedTable

    subject = "table:sectors.partner"


class StagedRowFactory(ModelFactory):
    class Meta:
        model = StagedRow

    file = factory.SubFactory(StagedFileFactory)
    number = factory.Sequence(lambda n: n)
    verdict = StagedRow.Verdict.NEW
    name = factory.Sequence(lambda n: f"Row {n}")
