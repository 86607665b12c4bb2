import io
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from indicators.models import Observation
from meetings.models import Meeting
from research.models import Publication
from tests.research.test_load_publications import folder  # noqa: F401 - a fixture: the publications' files, cut


@pytest.fixture
def demo_folder(folder):  # noqa: F811 - the same
    for name in ("classifications", "content", "full_texts", "meetings", "reviews", "statistics"):
        shutil.copytree(settings.DEMO_DIR / name, folder / name)
    shutil.copy(settings.DEMO_DIR / "units.csv", folder)
    for path in (folder / "statistics" / "observations").iterdir():
        if path.name != "bls_cps_unemployment_by_industry.csv.gz":  # one file stands for all
            path.unlink()
    return folder


def test_demo_runs_only_where_it_is_said_to_be_one(db, monkeypatch, demo_folder):
    monkeypatch.setenv("DEMO", "false")

    with pytest.raises(CommandError, match="it runs only where DEMO=true is set"):
        call_command("demo", folder=demo_folder)

    assert not User.objects.exists()
    assert not Publication.objects.exists()


def test_demo_loads_everything_and_prints_who_can_sign_in(db, monkeypatch, demo_folder, settings):
    monkeypatch.setenv("DEMO", "true")
    settings.BASE_DIR = demo_folder
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    first, second = io.StringIO(), io.StringIO()

    call_command("demo", folder=demo_folder, stdout=first)
    call_command("demo", folder=demo_folder, stdout=second)

    said, said_again = (
        [line for line in out.getvalue().splitlines() if line.startswith("sign-in: ")] for out in (first, second)
    )
    assert said == said_again
    assert [line.split()[1:3] for line in said] == [
        [role, f"{role}@example.org"]
        for role in ("constituent", "contributor", "specialist", "statistician", "assessor", "editor", "administrator")
    ]
    assert Meeting.objects.visible_to(None).count() == 126
    assert Publication.objects.visible_to(None).count() > 179
    assert Observation.objects.visible_to(None).count() == 280
    assert (demo_folder / ".portal/demo-passwords.json").exists()
