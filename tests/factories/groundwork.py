import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from groundwork.models import Area
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
