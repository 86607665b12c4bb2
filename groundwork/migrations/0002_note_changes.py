import django.db.models.functions.datetime
from django.db import migrations, models

from groundwork.data_version import DROP_FUNCTION, MAKE_FUNCTION


class Migration(migrations.Migration):
    dependencies = [("groundwork", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("transaction", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(MAKE_FUNCTION, DROP_FUNCTION),
    ]
