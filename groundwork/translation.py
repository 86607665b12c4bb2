from modeltranslation.translator import TranslationOptions, register

from groundwork.models import Area


@register(Area)
class AreaTranslation(TranslationOptions):
    fields = ("name",)
