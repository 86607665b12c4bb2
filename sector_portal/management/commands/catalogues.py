from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sector_portal import catalogues


class Command(BaseCommand):
    help = "Collect the interface strings into locale/*/LC_MESSAGES/django.po, say what awaits translation, compile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for language in catalogues.LANGUAGES:
            catalogue = catalogues.update(settings.BASE_DIR, language)
            waiting = catalogues.shortcomings(settings.BASE_DIR, language)
            self.stdout.write(f"{language}: {len(catalogue)} strings, {len(waiting)} to do")
            for line in waiting:
                self.stdout.write(f"  {line}")
        catalogues.compile_all(settings.BASE_DIR)
