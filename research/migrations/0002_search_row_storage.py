"""Keep the big vector out of the heap, so that scans of the narrow row stay small (docs/search.md)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("research", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE research_searchrow ALTER COLUMN all_words SET STORAGE EXTERNAL",
            "ALTER TABLE research_searchrow ALTER COLUMN all_words SET STORAGE EXTENDED",
        )
    ]
