import factory

from accounts.models import Membership, Organisation, Registration, TripartiteGroup, Unit, User
from tests.factories.groundwork import ModelFactory


class UnitFactory(ModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"UNIT-{n}")
    name = factory.Sequence(lambda n: f"Unit {n}")


class UserFactory(ModelFactory):
    """Without a role, and without a password unless one is given: sign in with `client.force_login`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@portal.test")
    name = factory.Sequence(lambda n: f"Person {n}")
    roles = factory.LazyFunction(list)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(*args, **fields)


class OrganisationFactory(ModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = Organisation.Kind.WORKERS


class MembershipFactory(ModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    group = TripartiteGroup.WORKERS


class RegistrationFactory(ModelFactory):
    class Meta:
        model = Registration

    user = factory.SubFactory(UserFactory)
    group = TripartiteGroup.WORKERS
    organisation_name = factory.Sequence(lambda n: f"Union {n}")
