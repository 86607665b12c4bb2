import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

MAKE_TRIGGERS = """
CREATE FUNCTION research_stamp_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO research_recordstamp AS stamp (number, changed_at, is_deleted, facets)
    VALUES (NEW.publication_id, date_trunc('second', clock_timestamp()), false, NEW.facets)
    ON CONFLICT (number) DO UPDATE
    SET changed_at = excluded.changed_at, is_deleted = false, facets = excluded.facets;
    RETURN NULL;
END $$;
CREATE FUNCTION research_stamp_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE research_recordstamp SET changed_at = date_trunc('second', clock_timestamp()), is_deleted = true
    WHERE number = OLD.publication_id AND NOT is_deleted;
    RETURN NULL;
END $$;
CREATE FUNCTION research_stamp_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE research_recordstamp SET changed_at = date_trunc('second', clock_timestamp())
    WHERE number = NEW.id AND NOT is_deleted;
    RETURN NULL;
END $$;
CREATE TRIGGER research_stamp_new_row AFTER INSERT ON research_searchrow
    FOR EACH ROW EXECUTE FUNCTION research_stamp_row();
CREATE TRIGGER research_stamp_changed_row AFTER UPDATE ON research_searchrow
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION research_stamp_row();
CREATE TRIGGER research_stamp_deleted_row AFTER DELETE ON research_searchrow
    FOR EACH ROW EXECUTE FUNCTION research_stamp_deletion();
CREATE TRIGGER research_stamp_publication AFTER UPDATE ON research_publication
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION research_stamp_publication();
INSERT INTO research_recordstamp (number, changed_at, is_deleted, facets)
SELECT publication_id, date_trunc('second', updated_at), false, facets
FROM research_searchrow JOIN research_publication ON research_publication.id = publication_id;
"""
DROP_TRIGGERS = """
DROP TRIGGER research_stamp_publication ON research_publication;
DROP FUNCTION research_stamp_publication();
DROP FUNCTION research_stamp_row() CASCADE;
DROP FUNCTION research_stamp_deletion() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("research", "0011_search_entries")]

    operations = [
        migrations.CreateModel(
            name="RecordStamp",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("changed_at", models.DateTimeField(db_index=True)),
                ("is_deleted", models.BooleanField(default=False)),
                (
                    "facets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["facets"], name="research_recordstamp_facets"
                    )
                ],
            },
        ),
        migrations.RunSQL(MAKE_TRIGGERS, DROP_TRIGGERS),
    ]
