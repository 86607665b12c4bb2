from django.db import migrations

# For a table between two: the entries of the row that it belongs to, before the change and after it
MAKE_FUNCTION = """
CREATE FUNCTION research_forget_joined() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM research_searchentry WHERE made_from && ARRAY[
        TG_ARGV[0] || ':' || coalesce(to_jsonb(OLD) ->> TG_ARGV[1], ''),
        TG_ARGV[0] || ':' || coalesce(to_jsonb(NEW) ->> TG_ARGV[1], '')];
    RETURN NULL;
END $$
"""
DROP_FUNCTION = "DROP FUNCTION research_forget_joined() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("research", "0013_exact_tags_of_search_rows")]

    operations = [migrations.RunSQL(MAKE_FUNCTION, DROP_FUNCTION)]
