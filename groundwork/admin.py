from django.contrib import admin
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields

from groundwork.models import Area
from groundwork.workplace import ScopedAdmin


@admin.register(Area)
class AreaAdmin(ScopedAdmin, TranslationAdmin):
    list_display = ["name", "code", "m49", "kind", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", "=m49", *get_translation_fields("name")]
