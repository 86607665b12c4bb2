from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Now

REASON = "Withdrawn before reasons were recorded."


def say_what_is_known(apps, _schema_editor):
    """Reports that awaited review are drafts; what was published had been cleared; what was withdrawn has a reason."""
    updates = apps.get_model("meetings", "ProgressUpdate").objects
    updates.filter(state="in_review").update(state="draft")
    updates.filter(state="published", source="").update(cleared_at=Coalesce(F("published_at"), Now()))
    for name in ("ProgressUpdate", "Outcome", "FollowUpAction"):
        apps.get_model("meetings", name).objects.filter(state="archived").update(withdrawn_because=Value(REASON))


def forget(apps, _schema_editor):
    """The columns go next; a report that was cleared, but not published, is in review again."""
    apps.get_model("meetings", "ProgressUpdate").objects.filter(state="cleared").update(state="in_review")


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_follow_up_tables")]

    operations = [migrations.RunPython(say_what_is_known, forget)]
