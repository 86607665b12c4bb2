from modeltranslation.translator import TranslationOptions, register

from meetings.models import AgendaItem, Document, Meeting, MeetingSeries, Outcome, ProgrammeEntry, Review


@register(AgendaItem)
@register(Document)
@register(Meeting)
@register(ProgrammeEntry)
@register(Review)
class TitleTranslation(TranslationOptions):
    fields = ("title",)


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("text", "section")


@register(MeetingSeries)
class NameTranslation(TranslationOptions):
    fields = ("name",)
