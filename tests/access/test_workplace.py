"""Role × model × state × sector × page: the workplace shows, opens and takes what the access table grants."""

from http import HTTPStatus
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from groundwork.access import STAFF_ROLES, Role, Verb
from tests.access.forms import form_data
from tests.access.samples import Sample, granted, roles_that_differ, samples, unit_of
from tests.factories.sectors import SectorFactory

OK, FOUND, REFUSED, NOT_THERE = HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND
MODELS = list(admin.site._registry)
EVERY_MODEL = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def address(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def at(sample: Sample, page: str) -> str:
    return address(type(sample.item), page, sample.item.pk)


@pytest.fixture
def own(db):
    return SectorFactory()


@pytest.fixture
def staff(user_with, own, model) -> dict[Role, User]:
    return {role: user_with(role, teams=[own], unit=unit_of(own)) for role in roles_that_differ(model, STAFF_ROLES)}


@EVERY_MODEL
def test_list_shows_what_the_role_may_view(model, own, staff, client_of):
    rows = samples(model, own, SectorFactory())
    for role, person in staff.items():
        response = client_of(person).get(address(model, "changelist"), {"all": ""})
        seen = {row.item.pk for row in rows if granted(role, Verb.VIEW, row)}
        if response.status_code == REFUSED:
            assert (role, seen) == (role, set())
            continue
        shown = set(response.context["cl"].queryset.values_list("pk", flat=True))
        assert (role, shown & {row.item.pk for row in rows}) == (role, seen)


@EVERY_MODEL
def test_page_of_a_row_opens_for_those_who_see_it(model, own, staff, client_of):
    rows = samples(model, own, SectorFactory())
    for role, person in staff.items():
        client = client_of(person)
        for row in rows:
            response = client.get(at(row, "change"))
            expected = OK if granted(role, Verb.VIEW, row) else NOT_THERE
            assert (role, row, response.status_code) == (role, row, expected)
            if expected == OK:
                may_save = response.context["has_change_permission"]
                assert (role, row, may_save) == (role, row, granted(role, Verb.CHANGE, row))


@EVERY_MODEL
def test_row_is_saved_unchanged_by_those_who_may(model, own, staff, client_of):
    for row in samples(model, own, SectorFactory())[::2]:  # one's own: published, draft
        for role, person in staff.items():
            if granted(role, Verb.CHANGE, row):
                before = model.objects.filter(pk=row.item.pk).values().get()
                client = client_of(person)
                response = client.post(at(row, "change"), form_data(client.get(at(row, "change"))))
                errors = response.context and (response.context["errors"], row)
                assert (errors, response.status_code) == (None, FOUND)
                after = model.objects.filter(pk=row.item.pk).values().get()
                assert before | {"updated_at": None} == after | {"updated_at": None}


@EVERY_MODEL
def test_crafted_request_changes_and_deletes_nothing_that_is_not_granted(model, own, staff, client_of):
    rows = samples(model, own, SectorFactory())
    for role, person in staff.items():
        client = client_of(person)
        for row in rows:
            refusal = REFUSED if granted(role, Verb.VIEW, row) else NOT_THERE
            if not granted(role, Verb.CHANGE, row):
                response = client.post(at(row, "change"), {"title": "crafted"})
                assert (role, row, response.status_code) == (role, row, refusal)
            if not granted(role, Verb.DELETE, row):
                response = client.post(at(row, "delete"), {"post": "yes"})
                assert (role, row, response.status_code) == (role, row, refusal)
                client.post(
                    address(model, "changelist"),
                    {"action": "delete_selected", "_selected_action": [row.item.pk], "post": "yes"},
                )
                assert model._base_manager.filter(pk=row.item.pk).exists()


@EVERY_MODEL
def test_row_is_deleted_by_those_who_may(model, own, staff, client_of):
    for role, person in staff.items():
        for row in samples(model, own, SectorFactory()):
            if granted(role, Verb.DELETE, row):
                response = client_of(person).post(at(row, "delete"), {"post": "yes"})
                is_needed = response.context is not None and response.context["protected"]
                assert (role, row, response.status_code) == (role, row, OK if is_needed else FOUND)
                assert model._base_manager.filter(pk=row.item.pk).exists() == bool(is_needed)


@EVERY_MODEL
def test_page_for_a_new_row_opens_for_those_who_may_add(model, own, staff, client_of):
    sample = samples(model, own, SectorFactory())[0]
    for role, person in staff.items():
        expected = OK if granted(role, Verb.ADD, sample) else REFUSED
        assert (role, client_of(person).get(address(model, "add")).status_code) == (role, expected)


@EVERY_MODEL
def test_list_asks_no_more_of_the_database_for_more_rows(model, own, user_with, client_of):
    client = client_of(user_with(Role.ADMINISTRATOR))
    asked = []
    for sectors in ((own, SectorFactory()), (SectorFactory(), SectorFactory())):
        rows = samples(model, *sectors)
        client.get(address(model, "changelist"), {"all": ""})  # what is asked once in a while was asked
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(address(model, "changelist"), {"all": ""})
        if shown.status_code == OK:
            assert shown.context["cl"].result_count >= len(rows) * (len(asked) + 1)
        asked.append(len(queries))
    assert asked[1] <= asked[0]
