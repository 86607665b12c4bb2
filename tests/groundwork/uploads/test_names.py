import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwork.uploads.names import clean_name

PDF, JPEG = (".pdf",), (".jpg", ".jpeg")


@pytest.mark.parametrize(
    ("declared", "cleaned"),
    [
        ("Report 2016.pdf", "Report 2016.pdf"),
        ("Étude œuvre.PDF", "Étude œuvre.pdf"),
        ("E\u0301tude.pdf", "Étude.pdf"),
        ("労働.pdf", "労働.pdf"),
        ("report", "report.pdf"),
        ("report.docx", "report.docx.pdf"),
        ("report.pdf.exe", "report.pdf.exe.pdf"),
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("annexe\u202efdp.exe", "annexefdp.exe.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie_ b.pdf"),
        ('a"b<c>|d?.pdf', "a_b_c__d_.pdf"),
        ("a\u00a0\u2003 b\u2028.pdf", "a b.pdf"),
        ("\ud800.pdf", "file.pdf"),
        (" ..pdf", "file.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("folder/", "file.pdf"),
    ],
)
def test_name_is_fit_to_show_and_to_save(declared, cleaned):
    assert clean_name(declared, PDF) == cleaned


def test_every_usual_extension_of_a_kind_is_kept():
    assert clean_name("photo.JPEG", JPEG) == "photo.jpeg"
    assert clean_name("photo.png", JPEG) == "photo.png.jpg"


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_fits(declared):
    name = clean_name(declared, PDF)
    assert name.endswith(".pdf")
    assert len(name) <= 120
    assert not set(name) & set('/\\<>:"|?*\r\n\0')
    assert clean_name(name, PDF) == name
