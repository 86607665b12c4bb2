import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest
from django.conf import settings

from tests.e2e.kinds import NAMES, Kinds

VNU = Path(os.environ.get("VNU_JAR", settings.BASE_DIR / ".portal" / "tools" / "vnu.jar"))
MISSING = [name for name, there in (("java", shutil.which("java")), (str(VNU), VNU.exists())) if not there]


def html_of(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
            return answer.read()
    except HTTPError as error:
        return error.read()


@pytest.mark.skipif(
    bool(MISSING) and not os.environ.get("CI"), reason=f"the HTML validator needs {' and '.join(MISSING)}"
)
def test_html_of_every_kind_is_valid(portal: str, kinds: Kinds, tmp_path: Path):
    for language in ("", "/fr", "/es"):
        for name in NAMES:
            file = tmp_path / f"{name}{language.replace('/', '-')}.html"
            file.write_bytes(html_of(portal + language + kinds[name]))
    command = ["java", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always", str(tmp_path)]
    report = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(report.stdout)["messages"]
    faults = [f"{Path(m['url']).name}: {m['message']}" for m in messages if m["type"] == "error"]
    assert faults == []
