from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields

from accounts.models import Membership, Organisation, Unit, User
from groundwork.access import ROLES
from groundwork.workplace import ScopedAdmin, ScopedTabularInline

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
