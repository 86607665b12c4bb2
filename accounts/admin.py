from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields

from accounts import addresses, services
from accounts.models import Membership, Organisation, Registration, Unit, User
from groundwork.access import ROLES
from groundwork.workplace import ScopedAdmin, ScopedTabularInline
from groundwork.workplace.duties import Duty

admin.site.unregister(Group)  # Django's groups are not used: roles and the access table stand in their place


class RolesField(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(role.value, role.label) for role in ROLES], required=False, **kwargs)


class NewUserForm(AdminUserCreationForm):
    roles = RolesField(label=_("Roles"))

    class Meta:
        model = User
        fields = ["email", "name", "roles"]


class UserForm(DjangoUserChangeForm):
    roles = RolesField(label=_("Roles"))

    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(role.value, role.label) for role in ROLES]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(roles__contains=[self.value()]) if self.value() else queryset


class MembershipInline(ScopedTabularInline):
    model = Membership


for model in (EmailAddress, EmailConfirmation, Authenticator):  # accounts are worked on by the actions below
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class UserAdmin(ScopedAdmin, DjangoUserAdmin):
    form, add_form = UserForm, NewUserForm
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        (_("What this person may do"), {"fields": ["is_active", "roles", "unit"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "roles", "usable_password", "password1", "password2"]})]
    readonly_fields = ["last_login", "date_joined"]
    list_display = ["email", "name", "role_names", "unit", "is_active", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    list_select_related = ["unit"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    filter_horizontal = []
    inlines = [MembershipInline]
    actions = ["invite", "remove_second_factor"]

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            addresses.vouch_for(obj)

    @admin.action(description=_("Invite selected users by e-mail"), permissions=["change"])
    def invite(self, request: HttpRequest, queryset: QuerySet) -> None:
        people = list(queryset.filter(is_active=True))
        for person in people:
            services.invite(person, by=request.user, site=request.build_absolute_uri("/").rstrip("/"))
        number = len(people)
        self.message_user(request, ngettext("%(n)d invited.", "%(n)d invited.", number) % {"n": number})

    @admin.action(description=_("Remove the second factor of selected users"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet) -> None:
        people = list(queryset)
        for person in people:
            services.remove_second_factor(person, by=request.user)
        number = len(people)
        self.message_user(request, ngettext("%(n)d removed.", "%(n)d removed.", number) % {"n": number})

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        return ", ".join(str(role.label) for role in ROLES if role in user.roles)


@admin.register(Unit)
class UnitAdmin(ScopedAdmin, TranslationAdmin):
    list_display = ["code", "name", "parent"]
    list_select_related = ["parent"]
    search_fields = ["code", *get_translation_fields("name")]


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    list_display = ["name", "kind", "area", "ror"]
    list_filter = ["kind"]
    list_select_related = ["area"]
    search_fields = ["name", "ror"]
    inlines = [MembershipInline]


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    list_display = ["user", "organisation", "group", "confirmed_on"]
    list_filter = ["group", ("confirmed_on", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__email", "user__name", "organisation__name"]


class DecisionForm(forms.ModelForm):
    """Decides through the service, so that a refusal of the service shows in the form."""

    class Meta:
        model = Registration
        fields = ["decision", "organisation", "reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("decision") == Registration.Decision.CONFIRMED and not addresses.is_confirmed(self.instance.user):
            raise forms.ValidationError(_("The e-mail address is not confirmed yet."))
        return data


@admin.register(Registration)
class RegistrationAdmin(ScopedAdmin):
    """People who registered as constituents: confirmed or refused, once."""

    form = DecisionForm
    fields = ["user", "group", "organisation_name", "created_at", "decision", "organisation", "reason", "decided_at"]
    autocomplete_fields = ["organisation"]
    list_display = ["user", "group", "organisation_name", "created_at", "address_confirmed", "decision"]
    list_filter = ["decision", "group"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__name", "organisation_name"]
    duties = (Duty("waiting", _("to confirm"), {"decision__exact": Registration.Decision.WAITING.value}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        confirmed = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
        return super().get_queryset(request).annotate(address_confirmed=Exists(confirmed))

    def get_readonly_fields(self, request: HttpRequest, obj: Registration | None = None) -> list[str]:
        given = ["user", "group", "organisation_name", "created_at", "decided_at"]
        return given if obj is None or obj.is_waiting else self.fields

    def save_model(self, request: HttpRequest, obj: Registration, form: Any, change: bool) -> None:
        if "decision" in form.changed_data:
            services.decide(obj, by=request.user)
        elif obj.is_waiting:
            super().save_model(request, obj, form, change)

    @admin.display(description=_("address confirmed"), boolean=True, ordering="address_confirmed")
    def address_confirmed(self, registration: Registration) -> bool:
        return registration.address_confirmed
