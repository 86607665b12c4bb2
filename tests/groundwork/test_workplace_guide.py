"""The guide, in the workplace: whole, with each of its pictures."""

import re

import pytest
from django.urls import reverse

from groundwork.workplace.guide import GUIDE, PICTURES

pytestmark = pytest.mark.django_db


def test_guide_is_linked_from_the_dashboard_and_shows_its_pictures(user_with, client_of):
    client = client_of(user_with("specialist"))
    assert reverse("admin:guide") in client.get(reverse("admin:index")).text
    html = client.get(reverse("admin:guide")).text
    pictures = re.findall(r'<img src="([^"]+)" alt="[^"]+"', html)
    assert len(pictures) == GUIDE.read_text().count("![")
    for address in pictures:
        answer = client.get(address)
        assert answer["Content-Type"] == "image/png"
        assert b"".join(answer.streaming_content).startswith(b"\x89PNG")


def test_no_picture_is_kept_that_the_guide_does_not_show():
    assert {path.name for path in PICTURES.iterdir()} == set(re.findall(r"editing/([\w-]+\.png)", GUIDE.read_text()))


def test_guide_is_for_those_who_work_here(client):
    assert client.get(reverse("admin:guide")).status_code == 302
    assert client.get(reverse("admin:guide-picture", args=["dashboard"])).status_code == 302


def test_picture_that_is_not_there_is_not_found(user_with, client_of):
    client = client_of(user_with("specialist"))
    assert client.get(reverse("admin:guide-picture", args=["secret"])).status_code == 404
