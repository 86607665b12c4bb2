import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from groundwork.models import StagedTable
from groundwork.staging import StagedFile
from groundwork.tables.declared import Table, declared
from tests.access.samples import OF_SECTORS
from tests.factories.sectors import KeyIssueFactory, PartnerFactory
from tests.groundwork.tables.conftest import downloaded, sent_back, verdicts

NEVER = {"state", "published_at", "owner", "person", "shows_name", "source_key", "withdrawn_because", "sector"}


def test_tables_name_fields_that_a_form_may_write():
    """A table with a column too many would be a way around the workplace's buttons."""
    tables = list(declared())
    assert len(tables) == len({table.label for table in tables}) >= 12
    for table in tables:
        assert not NEVER & set(table.fields), table.label
        assert all(field.editable for field in table.fields.values()), table.label
        assert len(table.subject) <= StagedFile._meta.get_field("subject").max_length
    with pytest.raises(LookupError):
        Table.named("accounts.user")


def test_every_table_goes_out_and_comes_back_unchanged(desk):
    """With the rows of the generated access tests: one of each model, public or not, with all that it needs."""
    tables = list(declared())
    for table in tables:
        OF_SECTORS[table.model](desk.mining, table.label not in {"sectors.tool", "sectors.link", "sectors.keyissue"})
    for table in tables:
        rows = downloaded(table.label, desk.editor)
        file = sent_back(table.label, rows, desk.editor)
        assert set(verdicts(file)) == {"same"}, (table.label, file.told)
    action = downloaded("meetings.followupaction", desk.specialist)[0]
    assert action["outcomes"].isdigit()


def test_table_goes_out_and_comes_back_in_the_workplace(desk, client_of, user_with):
    """A file with formulas is harmless; what a specialist sent is seen by nobody without the right to all."""
    partner = PartnerFactory(sectors=[desk.mining], name="=cmd", draft=True)
    client = client_of(desk.specialist)
    add = reverse("admin:groundwork_stagedtable_add")
    address = reverse("admin:groundwork_stagedtable_export", args=["sectors.partner"])
    assert f"{add}?table=sectors.partner" in client.get(reverse("admin:sectors_partner_changelist")).content.decode()
    assert address in client.get(add).content.decode()
    body = client.get(address).content
    assert b"'=cmd" in body

    body = body.replace(b",network,", b",other,")
    form = {"table": "sectors.partner", "file": SimpleUploadedFile("partners.csv", body)}
    page = client.post(add, form, follow=True).content.decode()
    staged = StagedTable.objects.get()
    assert "Import 1 row" in page, staged.told
    here = reverse("admin:groundwork_stagedtable_change", args=[staged.pk])
    assert client_of(user_with("specialist")).get(here).status_code == 404
    client.post(here, {"_import": "yes"})
    partner.refresh_from_db()
    assert (partner.kind, partner.name) == ("other", "=cmd")

    crafted = client.post(add, form | {"table": "accounts.user"})
    assert StagedTable.objects.count() == 1
    assert "accounts.user" in crafted.content.decode()
    assert client.get(address.replace("sectors.partner", "accounts.user")).status_code == 404
    assert client_of(user_with("statistician")).get(address).status_code == 200  # what is public, and no draft


def test_download_takes_what_the_list_shows(desk, client_of):
    """Searched and filtered; parts with their pages; never more than may be seen."""
    PartnerFactory(sectors=[desk.mining], name="Sécurité")
    PartnerFactory(sectors=[desk.mining], name="Another")
    PartnerFactory(sectors=[desk.other], name="Securite unseen", draft=True)
    client = client_of(desk.specialist)
    listed = client.get(reverse("admin:sectors_partner_changelist"), {"q": "securite", "p": "1", "o": "1"})
    address = reverse("admin:groundwork_stagedtable_add") + "?table=sectors.partner&amp;shown=q%3Dsecurite"
    assert f'"{address}"' in listed.text
    offered = client.get(address.replace("&amp;", "&")).text
    export = reverse("admin:groundwork_stagedtable_export", args=["sectors.partner"])
    assert f'"{export}?q=securite"' in offered
    body = client.get(f"{export}?q=securite").content.decode()
    assert ("Sécurité" in body, "Another" in body, "unseen" in body) == (True, False, False)
    assert client.get(f"{export}?state__exact=draft&mine=yes").content.decode().count("\n") == 1
    assert client.get(f"{export}?sectors__id__exact=x").status_code == 400
    issues = [KeyIssueFactory(page__sector=sector) for sector in (desk.mining, desk.other)]
    export = reverse("admin:groundwork_stagedtable_export", args=["sectors.keyissue"])
    body = client.get(f"{export}?q=mining").content.decode()
    assert [issue.title_en in body for issue in issues] == [True, False]
