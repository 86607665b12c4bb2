"""The rule of access where the generated tests (tests/access/) do not look: whose it is, several roles, queries."""

import pytest
from django.contrib.auth.models import AnonymousUser

from groundwork.access import Role, Scope, Verb, allowed, can, own_rows, reach
from meetings.models import FollowUpAction
from research.models import Publication
from sectors.models import Sector
from tests.factories.meetings import FollowUpActionFactory, OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import BranchFactory, SectorFactory, SectorGroupFactory


def test_sector_of_a_team_is_ones_own_with_its_branches(user_with):
    mining, coal = SectorFactory(), BranchFactory()
    quarrying = BranchFactory(parent=mining)
    assert set(Sector.objects.owned_by(user_with("specialist", teams=[mining]))) == {mining, quarrying}
    assert set(Sector.objects.owned_by(user_with("specialist", teams=[coal]))) == {coal}


def test_group_of_a_team_brings_its_sectors_and_their_branches(user_with):
    group = SectorGroupFactory()
    mining, elsewhere = SectorFactory(group=group), SectorFactory()
    quarrying = BranchFactory(parent=mining)
    person = user_with("specialist", teams=[group])
    assert set(Sector.objects.owned_by(person)) == {mining, quarrying}
    assert elsewhere not in Sector.objects.owned_by(person)


def test_row_of_several_sectors_is_ones_own_by_any_of_them_and_found_once(user_with):
    mining, textiles = SectorFactory(), SectorFactory()
    person = user_with("specialist", teams=[mining, textiles])
    work = PublicationFactory(draft=True, sectors=[mining, textiles, SectorFactory()])
    assert list(Publication.objects.visible_to(person)) == [work]


def test_own_rows_follow_a_path_of_several_steps(user_with):
    mining = SectorFactory()
    action = FollowUpActionFactory(outcomes=[OutcomeFactory(sectors=[mining]), OutcomeFactory()])
    FollowUpActionFactory(outcomes=[OutcomeFactory()])
    person = user_with("specialist", teams=[mining])
    assert set(own_rows(person, FollowUpAction, "outcomes__sectors")) == {action}


def test_grants_of_several_roles_add_up(user_with):
    mining, textiles = SectorFactory(), SectorFactory()
    theirs = PublicationFactory(draft=True, sectors=[textiles])
    assert not can(user_with("specialist", teams=[mining]), Verb.VIEW, theirs)
    assert can(user_with("specialist", "editor", teams=[mining]), Verb.PUBLISH, theirs)


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_nobody_signed_in_is_anyone(db, nobody):
    shown, draft = PublicationFactory(), PublicationFactory(draft=True)
    assert list(Publication.objects.visible_to(nobody)) == [shown]
    assert not can(nobody, Verb.VIEW, draft)
    assert not can(nobody, Verb.ADD, Publication)


def test_account_that_was_closed_is_anyone(user_with):
    PublicationFactory(draft=True)
    assert not Publication.objects.visible_to(user_with("administrator", is_active=False)).exists()


def test_role_of_the_table_without_a_team_owns_nothing(user_with):
    draft = PublicationFactory(draft=True, sectors=[SectorFactory()])
    assert not can(user_with("specialist"), Verb.CHANGE, draft)
    assert not can(user_with("specialist"), Verb.CHANGE, PublicationFactory(sectors=[]))


def test_reach_says_how_far_a_verb_goes(user_with):
    assert reach(user_with("specialist"), Verb.CHANGE, Publication) == {Scope.SECTORS}
    assert reach(user_with("specialist", "editor"), Verb.CHANGE, Publication) == {Scope.SECTORS, Scope.ALL}
    assert reach(user_with("constituent"), Verb.CHANGE, Publication) == set()


def test_visible_to_takes_one_query_however_many_rows_and_teams(user_with, django_assert_num_queries):
    sectors = [SectorFactory() for _ in range(3)]
    person = user_with("specialist", teams=sectors)
    for sector in sectors:
        PublicationFactory(draft=True, sectors=[sector])
    with django_assert_num_queries(1):
        assert len(Publication.objects.visible_to(person)) == 3


def test_whoever_may_do_it_to_all_is_answered_without_asking_the_rows(user_with, django_assert_num_queries):
    editor, work = user_with("editor"), PublicationFactory()
    with django_assert_num_queries(0):
        assert can(editor, Verb.CHANGE, work)
    assert Publication.objects.filter(allowed(editor, Verb.CHANGE, Publication)).get() == work


def test_unknown_role_is_refused_by_the_account(user_with):
    with pytest.raises(Exception, match="not a valid choice"):
        user_with("emperor")
    assert Role.PARTICIPANT not in user_with("specialist").roles
