import groundwork.partial_dates
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("sectors", "0003_partners_updates_and_standing_of_instruments")]

    operations = [
        migrations.AlterField(
            model_name="update",
            name="date",
            field=groundwork.partial_dates.PartialDateField(null=False, blank=False, verbose_name="date"),
        ),
    ]
