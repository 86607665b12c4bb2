import django.db.models.functions.datetime
from django.db import migrations, models

MAKE_FUNCTION = """
CREATE OR REPLACE FUNCTION groundwork_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO groundwork_change (transaction) VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$
"""
DROP_FUNCTION = "DROP FUNCTION groundwork_note_change() CASCADE"


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
