import json
from typing import Any

from django.core.management.base import BaseCommand

from sector_portal.page_costs import page_costs


class Command(BaseCommand):
    help = "Print, as JSON, the queries and the weight of each kind of page."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(json.dumps(page_costs(), indent=2))
