import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.groundwork.uploads.documents import PDF
from tests.groundwork.uploads.keeping import disk_with_room_for, files

pytestmark = [pytest.mark.urls("tests.groundwork.uploads.urls"), pytest.mark.django_db]


def sent(client, size: int):
    return client.post("/send", {"file": SimpleUploadedFile("paper.pdf", PDF + bytes(size))})


@pytest.mark.parametrize("size", [10, 5_000_000], ids=["in memory", "on disk"])
def test_request_of_a_usual_size_is_taken(client, folder, size):
    response = sent(client, size)
    assert (response.status_code, response.text) == (200, "paper.pdf")
    assert len(files(folder)) == 1


def test_request_that_is_too_large_is_refused_in_words(client, folder, monkeypatch):
    monkeypatch.setattr("groundwork.uploads.handlers.MOST_BYTES", 1_000_000)
    response = sent(client, 1_000_000)
    assert response.status_code == 413
    assert "send at most" in response.text
    assert 'class="foot"' in response.text
    assert files(folder) == []


def test_full_disk_while_a_request_comes_in_is_said_in_words(client, folder):
    with disk_with_room_for(4_000_000):
        response = sent(client, 5_000_000)
    assert response.status_code == 507
    assert "no room" in response.text
    assert files(folder) == []
