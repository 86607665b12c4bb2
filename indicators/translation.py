from modeltranslation.translator import TranslationOptions, register

from indicators.models import ActivityCode, DataGap, Indicator


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name", "short_name", "definition")


@register(ActivityCode)
class ActivityCodeTranslation(TranslationOptions):
    fields = ("title",)


@register(DataGap)
class DataGapTranslation(TranslationOptions):
    fields = ("plan",)
