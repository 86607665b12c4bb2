"""A web process of its own: what it has loaded cannot be seen in one that ran other tests."""

import json
import subprocess
import sys

from django.conf import settings

from sector_portal.warm_up import page_templates

LOOK = """
import gc, json
from sector_portal.warm_up import warm_up
import django
django.setup()
before = gc.get_freeze_count()
warm_up()
from django.template import engines
from django.urls import get_resolver
loader, = engines["django"].engine.template_loaders
print(json.dumps({
    "templates": [str(name) for name in loader.get_template_cache],
    "addresses": "url_patterns" in vars(get_resolver()),
    "spared": [before, gc.get_freeze_count()],
}))
"""


def test_what_every_visitor_needs_is_loaded_and_spared_by_the_garbage_collector():
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=settings.BASE_DIR, check=True, capture_output=True, text=True
    )
    loaded = json.loads(done.stdout)
    assert set(page_templates()) <= set(loaded["templates"])
    assert loaded["addresses"]
    before, spared = loaded["spared"]
    assert spared > before + len(loaded["templates"])
