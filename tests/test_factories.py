"""Every model has a factory, and what it makes is whole."""

import pytest
from django.apps import apps
from django.db import models
from factory.django import DjangoModelFactory

from groundwork.models import Change, FailedJob, JobError, Version
from groundwork.publishing import Publishable, PublishingState
from research.models import (
    FilePage,
    MatchKey,
    Provenance,
    RecordStamp,
    SearchChange,
    SearchEntry,
    SearchRow,
    SearchWord,
)
from sectors.models import Kinship
from tests.factories import accounts, groundwork, indicators, meetings, research, sectors
from tests.factories.research import ContributorFactory, PublicationFactory
from tests.factories.sectors import SectorFactory

APPS = ["groundwork", "accounts", "sectors", "indicators", "research", "meetings"]
FACTORIES = {
    thing._meta.model: thing
    for module in (groundwork, accounts, sectors, indicators, research, meetings)
    for thing in vars(module).values()
    if isinstance(thing, type) and issubclass(thing, DjangoModelFactory) and thing._meta.model is not None
}
WRITTEN_BY_THE_PORTAL = {
    *(Change, FailedJob, FilePage, JobError, Kinship, MatchKey, RecordStamp),
    *(SearchChange, SearchEntry, SearchRow, SearchWord, Version),
}
MODELS = [
    model for app in APPS for model in apps.get_app_config(app).get_models() if model not in WRITTEN_BY_THE_PORTAL
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_factory_makes_a_whole_object(db, model: type[models.Model]):
    made = FACTORIES[model]()
    made.refresh_from_db()
    made.full_clean()
    assert str(made)


@pytest.mark.parametrize("model", [model for model in MODELS if issubclass(model, Publishable)])
def test_factory_publishes_unless_a_draft_is_asked_for(db, model: type[models.Model]):
    assert FACTORIES[model]().state == PublishingState.PUBLISHED
    draft = FACTORIES[model](draft=True)
    assert (draft.state, draft.published_at) == (PublishingState.DRAFT, None)


def test_publication_factory_joins_what_it_is_given(db):
    mining, people = SectorFactory(), [ContributorFactory(), ContributorFactory()]
    work = PublicationFactory(sectors=[mining], sectors__provenance=Provenance.SUGGESTED, contributors=people)
    assert [(tag.sector, tag.provenance) for tag in work.sector_tags.all()] == [(mining, Provenance.SUGGESTED)]
    assert [written.contributor for written in work.contributions.all()] == people
