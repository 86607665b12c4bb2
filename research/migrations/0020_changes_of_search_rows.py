import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

# Processes keep the facets of all rows in memory and what searches found (research/search/bitmaps.py). A note of each
# statement that writes rows is seen just when what it wrote is seen.
MAKE = """
CREATE FUNCTION research_note_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        written := ARRAY(SELECT publication_id FROM new_rows);
    ELSIF TG_OP = 'UPDATE' THEN
        written := ARRAY(SELECT publication_id FROM old_rows UNION SELECT publication_id FROM new_rows);
    ELSIF TG_OP = 'DELETE' THEN
        written := ARRAY(SELECT publication_id FROM old_rows);
    END IF;
    IF TG_OP = 'TRUNCATE' OR written <> '{}' THEN
        INSERT INTO research_searchchange (transaction, keys) VALUES (pg_current_xact_id()::text::bigint, written);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER research_note_added AFTER INSERT ON research_searchrow REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION research_note_rows();
CREATE TRIGGER research_note_changed AFTER UPDATE ON research_searchrow
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION research_note_rows();
CREATE TRIGGER research_note_removed AFTER DELETE ON research_searchrow REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION research_note_rows();
CREATE TRIGGER research_note_emptied AFTER TRUNCATE ON research_searchrow
    FOR EACH STATEMENT EXECUTE FUNCTION research_note_rows();

CREATE FUNCTION research_note_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO research_searchchange (transaction, keys) VALUES (pg_current_xact_id()::text::bigint, '{}');
    RETURN NULL;
END $$;
CREATE TRIGGER research_note_words AFTER UPDATE OR DELETE OR TRUNCATE ON research_searchword
    FOR EACH STATEMENT EXECUTE FUNCTION research_note_words();
"""
DROP = "DROP FUNCTION research_note_words() CASCADE; DROP FUNCTION research_note_rows() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("research", "0019_words_are_written")]

    operations = [
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("transaction", models.BigIntegerField(db_index=True)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), null=True, size=None
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(MAKE, DROP),
    ]
