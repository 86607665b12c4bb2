"""Reviews: somebody looked at a text and says that it holds. That alone moves its dates; its words move nothing."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from groundwork.audit import record
from groundwork.publishing import REVIEW_INTERVAL, Publishable

REVIEW = "review"  # the verb in the audit trail


def next_review(reviewed_on: dt.date) -> dt.date:
    return reviewed_on + REVIEW_INTERVAL


@transaction.atomic
def mark_reviewed(item: Publishable, *, by: Any) -> None:
    """Nothing had to change: reviewed today, to be reviewed again after the interval.

    It is no update of the text, so that `updated_at` and what derives from it stay.
    """
    item.reviewed_on = timezone.localdate()
    item.review_by = next_review(item.reviewed_on)
    item.save(update_fields=["reviewed_on", "review_by"])
    record(REVIEW, by=by, on=item, review_by=item.review_by)
