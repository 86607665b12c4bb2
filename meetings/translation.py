from modeltranslation.translator import TranslationOptions, register

from meetings.models import Meeting, Outcome, Review


@register(Meeting)
@register(Review)
class TitleTranslation(TranslationOptions):
    fields = ("title",)


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("text", "section")
