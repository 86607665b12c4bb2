from modeltranslation.translator import TranslationOptions, register

from accounts.models import Unit


@register(Unit)
class UnitTranslation(TranslationOptions):
    fields = ("name",)
