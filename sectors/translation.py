from modeltranslation.translator import TranslationOptions, register

from sectors.models import (
    Activity,
    GoodPractice,
    Instrument,
    KeyIssue,
    Link,
    Sector,
    SectorGroup,
    SectorPage,
    Theme,
)


@register(SectorGroup)
@register(Sector)
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(Activity)
@register(Instrument)
class TitleTranslation(TranslationOptions):
    fields = ("title",)


@register(SectorPage)
class SectorPageTranslation(TranslationOptions):
    fields = ("summary", "overview")


@register(KeyIssue)
class KeyIssueTranslation(TranslationOptions):
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
