from django.core.management import call_command

from sectors.models import KeyIssue, Link, SectorPage, Tool, Update


def test_load_sector_pages_publishes_starter_texts_in_three_languages(db):
    call_command("load_activities")
    call_command("load_sectors")

    call_command("load_sector_pages")

    page = SectorPage.objects.visible_to(None).get(sector__slug="mining")
    assert page.starter_text
    assert all(
        (page.summary_en, page.summary_fr, page.summary_es, page.overview_en, page.overview_fr, page.overview_es)
    )
    assert [issue.order for issue in page.key_issues.all()] == [1, 2, 3]
    assert {link.url.split(":")[0] for link in page.links.all()} == {"https"}
    assert [model.objects.count() for model in (SectorPage, KeyIssue, Tool, Link, Update)] == [22, 67, 1, 11, 13]
    assert all(update.url and update.title_fr and update.title_es for update in Update.objects.all())


def test_load_sector_pages_keeps_what_a_specialist_wrote(db):
    call_command("load_activities")
    call_command("load_sectors")
    call_command("load_sector_pages")
    SectorPage.objects.filter(sector__slug="mining").update(summary_en="Ours", starter_text=False)
    KeyIssue.objects.filter(page__sector__slug="mining").delete()

    call_command("load_sector_pages")

    page = SectorPage.objects.get(sector__slug="mining")
    assert [page.summary_en, page.starter_text, page.key_issues.count()] == ["Ours", False, 0]
