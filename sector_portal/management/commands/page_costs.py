import json
from http import HTTPStatus
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sector_portal.page_costs import page_costs


class Command(BaseCommand):
    help = "Print, as JSON, the queries and the weight of each kind of page."

    def handle(self, *_args: Any, **_options: Any) -> None:
        costs = page_costs()
        self.stdout.write(json.dumps(costs, indent=2))
        failed = [f"{cost['address']} ({cost['status']})" for cost in costs.values() if cost["status"] != HTTPStatus.OK]
        if failed:
            raise CommandError(f"Not the cost of a page, since it did not answer with one: {', '.join(failed)}")
