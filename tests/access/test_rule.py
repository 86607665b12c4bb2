"""Role × model × state × sector × verb: the rule answers as the table says, for rows and for one row."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models

from groundwork.access import ROLES, Role, Verb, allowed, can
from tests.access.samples import MODELS, granted, samples, unit_of
from tests.factories.sectors import SectorFactory


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_rule_answers_as_the_table_says(user_with, model: type[models.Model]):
    own, other = SectorFactory(), SectorFactory()
    people = {Role.ANYONE: AnonymousUser()} | {role: user_with(role, teams=[own], unit=unit_of(own)) for role in ROLES}
    rows = samples(model, own, other)
    for role, person in people.items():
        for verb in Verb:
            found = set(model._base_manager.filter(allowed(person, verb, model)).values_list("pk", flat=True))
            for row in rows:
                said = (role, verb, row.published, row.own, granted(role, verb, row))
                assert said == (role, verb, row.published, row.own, row.item.pk in found)
                assert said == (role, verb, row.published, row.own, can(person, verb, row.item))
