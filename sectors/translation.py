from modeltranslation.translator import TranslationOptions, register

from sectors.models import (
    Activity,
    CountryPriority,
    CountryProgramme,
    FocalPoint,
    GoodPractice,
    Instrument,
    KeyIssue,
    Link,
    Partner,
    Sector,
    SectorGroup,
    SectorPage,
    Succession,
    Theme,
    Tool,
    Update,
)


@register(SectorGroup)
@register(Sector)
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(Activity)
@register(CountryProgramme)
class TitleTranslation(TranslationOptions):
    fields = ("title",)


@register(Instrument)
@register(Tool)
class AdviceTranslation(TranslationOptions):
    fields = ("title", "how_to_use")


@register(Succession)
class NoteTranslation(TranslationOptions):
    fields = ("note",)


@register(SectorPage)
class SectorPageTranslation(TranslationOptions):
    fields = ("summary", "overview")


@register(KeyIssue)
@register(Update)
class TextTranslation(TranslationOptions):
    fields = ("title", "text")


@register(Link)
class LinkTranslation(TranslationOptions):
    fields = ("title", "description")


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name", "description")


@register(GoodPractice)
class GoodPracticeTranslation(TranslationOptions):
    fields = ("title", "text", "conditions")


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("description",)


@register(FocalPoint)
class FocalPointTranslation(TranslationOptions):
    fields = ("function",)


@register(CountryPriority)
class PriorityTranslation(TranslationOptions):
    fields = ("text",)
