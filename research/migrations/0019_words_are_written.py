from django.db import migrations, models

# What a search row was made of: a sum of all that a record says in words, its names included. Words are folded in
# Python, so no trigger can write the row; but none lets a transaction end whose rows say what their records do not.
# Rows of before have no sum, and are not looked after, until they are written again (`rebuild_search`).
MAKE = """
CREATE FUNCTION research_made_of(key bigint) RETURNS uuid LANGUAGE sql STABLE AS $$
SELECT md5(ROW(
    title, abstract, keywords, container, series, symbol, language, date, year, kind, access, peer_reviewed,
    gender_marker, extract(epoch FROM published_at),
    (SELECT string_agg(given || ' ' || family, ' ' ORDER BY one.id)
     FROM research_contribution AS signed JOIN research_contributor AS one ON one.id = signed.contributor_id
     WHERE signed.publication_id = key)
)::text)::uuid FROM research_publication WHERE id = key
$$;

CREATE FUNCTION research_refuse_unwritten() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'research_publication' THEN
            SELECT id INTO wrong FROM research_publication LEFT JOIN research_searchrow ON publication_id = id
            WHERE id = NEW.id AND (
                made_of <> research_made_of(id)
                OR (state = 'published' AND OLD.state <> 'published' AND publication_id IS NULL));
        WHEN 'research_contribution' THEN
            SELECT publication_id INTO wrong FROM research_searchrow
            WHERE publication_id IN (OLD.publication_id, NEW.publication_id)
            AND made_of <> research_made_of(publication_id);
        WHEN 'research_contributor' THEN
            SELECT publication_id INTO wrong
            FROM research_contribution JOIN research_searchrow USING (publication_id)
            WHERE contributor_id = NEW.id AND made_of <> research_made_of(publication_id);
    END CASE;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'The search row of publication % is not written: reindex it in this transaction.', wrong
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER research_refuse_unwritten AFTER UPDATE ON research_publication
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION research_refuse_unwritten();
CREATE CONSTRAINT TRIGGER research_refuse_unwritten AFTER INSERT OR UPDATE OR DELETE ON research_contribution
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION research_refuse_unwritten();
CREATE CONSTRAINT TRIGGER research_refuse_unwritten AFTER UPDATE OF given, family ON research_contributor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.given, OLD.family) IS DISTINCT FROM (NEW.given, NEW.family))
    EXECUTE FUNCTION research_refuse_unwritten();
"""
DROP = "DROP FUNCTION research_refuse_unwritten() CASCADE; DROP FUNCTION research_made_of(bigint);"


class Migration(migrations.Migration):
    dependencies = [("research", "0018_imports_and_duplicates")]

    operations = [
        migrations.AddField("searchrow", "made_of", models.UUIDField(editable=False, null=True)),
        migrations.RunSQL(MAKE, DROP),
    ]
