"""Coverage says where a source counts something else than the activity (status 8 of its observations)."""

from django.db import migrations, models

COUNT = """
UPDATE indicators_coverage AS coverage SET differs = true WHERE EXISTS (
    SELECT FROM indicators_observation AS one
    WHERE one.series_id = coverage.series_id AND one.area_id = coverage.area_id
      AND one.activity_id = coverage.activity_id AND one.status = 8
)
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_staged_in_groundwork")]

    operations = [
        migrations.AddField(
            model_name="coverage",
            name="differs",
            field=models.BooleanField(
                default=False,
                help_text="The source counts something else: no level of the sector",
                verbose_name="definition differs",
            ),
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
