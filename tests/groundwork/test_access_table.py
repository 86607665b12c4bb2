"""The access table is whole: every model and every page of the workplace has its rows, and rows say what they mean."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from groundwork.access import STAFF_ROLES, AccessQuerySet, Role, Scope, Verb
from groundwork.access.table import TABLE, State
from groundwork.publishing import Publishable
from tests.access.samples import MODELS, PUBLIC

APPS = ["groundwork", "accounts", "sectors", "indicators", "research", "meetings", "sector_portal"]
OURS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
LABELS = {label for row in TABLE for label in row.models}
READING = {Role.ANYONE, Role.CONSTITUENT, Role.PARTICIPANT}


def grants(label: str, *verbs: Verb) -> set[Role]:
    return {role for row in TABLE if label in row.models and row.verbs & set(verbs) for role in row.grants}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_has_a_row_and_the_way_in(model: type[models.Model]):
    assert model._meta.label_lower in LABELS
    assert isinstance(model._default_manager.get_queryset(), AccessQuerySet)
    assert grants(model._meta.label_lower, Verb.VIEW)


def test_every_model_has_a_sample_that_the_generated_tests_use():
    assert set(MODELS) == set(OURS)


def test_every_model_of_the_workplace_has_a_row():
    assert {model._meta.label_lower for model in admin.site._registry} <= LABELS


def test_every_row_names_models_that_exist():
    assert {model._meta.label_lower for model in OURS} >= LABELS


@pytest.mark.parametrize("row", [row for row in TABLE if row.state != State.ANY])
def test_row_of_a_state_names_models_that_have_one(row):
    assert [label for label in row.models if not getattr(apps.get_model(label), "state_paths", ())] == []


@pytest.mark.parametrize("row", [row for row in TABLE if set(row.grants.values()) - {Scope.ALL}])
def test_scope_of_a_row_is_reached_by_its_models(row):
    for scope in set(row.grants.values()) - {Scope.ALL}:
        for label in row.models:
            model = apps.get_model(label)
            far = model
            for step in getattr(model, scope.value).replace("self", "").split("__"):
                far = far._meta.get_field(step).related_model if step else far
            assert hasattr(far._default_manager, "owned_by")


def test_every_state_of_a_model_is_one_that_its_table_has():
    for model in OURS:
        for path in getattr(model, "state_paths", ()):
            far = model
            *relations, state = path.split("__")
            for step in relations:
                far = far._meta.get_field(step).related_model
            assert far._meta.get_field(state).choices


# What the table must never say, whatever else it says


@pytest.mark.parametrize("model", [model for model in OURS if hasattr(model, "state_paths")])
def test_nobody_outside_the_staff_sees_what_is_not_published(model):
    label = model._meta.label_lower
    unpublished = [row for row in TABLE if label in row.models and Verb.VIEW in row.verbs and row.state not in PUBLIC]
    assert {role for row in unpublished for role in row.grants} <= STAFF_ROLES


def test_participants_see_what_is_of_their_meetings_and_nothing_else():
    rows = [row for row in TABLE if Role.PARTICIPANT in row.grants]
    assert {(row.state, row.verbs, row.grants[Role.PARTICIPANT]) for row in rows} == {
        (State.SHARED, frozenset([Verb.VIEW]), Scope.MEETINGS)
    }


def test_everybody_sees_only_what_is_for_everybody_where_rows_say_to_whom_they_are_shown():
    models_ = [model for model in OURS if hasattr(model, "visibility_path")]
    for model in models_:
        rows = [row for row in TABLE if model._meta.label_lower in row.models and Role.ANYONE in row.grants]
        assert {row.state for row in rows} == {State.OPEN}


@pytest.mark.parametrize("label", sorted(LABELS))
def test_those_who_only_read_write_nothing(label):
    assert not grants(label, Verb.ADD, Verb.CHANGE, Verb.DELETE, Verb.PUBLISH, Verb.RETRY) & READING


@pytest.mark.parametrize("model", [model for model in OURS if issubclass(model, Publishable)])
def test_only_editors_and_administrators_publish(model):
    assert grants(model._meta.label_lower, Verb.PUBLISH) == {Role.EDITOR, Role.ADMINISTRATOR}


def test_nobody_changes_or_deletes_what_was_reported():
    assert grants("meetings.progressupdate", Verb.CHANGE, Verb.DELETE) == set()


def test_only_administrators_write_accounts():
    for label in ("accounts.user", "accounts.membership", "sectors.teammember"):
        assert grants(label, Verb.ADD, Verb.CHANGE, Verb.DELETE) == {Role.ADMINISTRATOR}
    for label in ("accounts.user", "accounts.membership"):
        assert grants(label, Verb.VIEW) == {Role.EDITOR, Role.ADMINISTRATOR}


def test_nobody_outside_sees_what_people_wrote_to_us():
    assert grants("sectors.enquiry", *Verb) == {Role.SPECIALIST, Role.CONTRIBUTOR, Role.ADMINISTRATOR}
    assert grants("sectors.enquiry", Verb.ADD, Verb.PUBLISH) == set()


def test_whoever_writes_also_sees():
    for model in OURS:
        label = model._meta.label_lower
        viewers = grants(label, Verb.VIEW)
        writers = grants(label, Verb.ADD, Verb.CHANGE, Verb.DELETE, Verb.PUBLISH, Verb.RETRY)
        assert writers <= viewers or Role.ANYONE in viewers
