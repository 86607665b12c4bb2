from django.db import migrations

# Until now "no" was what nobody had said anything about.
UNKNOWN = "UPDATE research_publication SET peer_reviewed = NULL WHERE NOT peer_reviewed"
NO = "UPDATE research_publication SET peer_reviewed = false WHERE peer_reviewed IS NULL"


class Migration(migrations.Migration):
    dependencies = [("research", "0009_peer_review_unknown_and_newness")]

    operations = [migrations.RunSQL(UNKNOWN, NO)]
