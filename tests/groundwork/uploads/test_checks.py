import pytest

from groundwork.uploads.checks import private_files_are_not_served


@pytest.mark.parametrize("place", ["staticfiles", "static/css", ".", "staticfiles/../static"])
def test_private_folder_that_would_be_served_is_an_error(settings, place):
    settings.PRIVATE_ROOT = settings.BASE_DIR / place
    assert [error.id for error in private_files_are_not_served()] == ["uploads.E001"]


def test_private_folder_of_a_checkout_is_private(settings):
    settings.PRIVATE_ROOT = settings.BASE_DIR / ".portal" / "files"
    assert private_files_are_not_served() == []
