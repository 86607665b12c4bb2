from django.db import migrations

# The codes that a record's tags and sources give it (blocks 1 to 6 and 9 of research/search/facets.py, which tests
# compare): a branch or predecessor counts for each sector that the kinship names, a place for the regions around it,
# and what somebody vouches for beats what a title suggests. Who is behind a work: what the ILO publishes is the
# Department's, unless only other departments list it; of all else, what a constituent lists is the constituents'.
MAKE_CODES = """
CREATE FUNCTION research_tag_codes(ids bigint[]) RETURNS TABLE (publication_id bigint, codes int[])
LANGUAGE sql STABLE AS $$
WITH RECURSIVE place (part_id, whole_id) AS (
    SELECT id, id FROM groundwork_area
    UNION
    SELECT place.part_id, region.id
    FROM place JOIN groundwork_area AS area ON area.id = place.whole_id
               JOIN groundwork_area AS region ON region.id = area.parent_id AND region.kind = 'region'
),
tag (publication_id, block, number, is_suggested) AS (
    SELECT tag.publication_id, 1, kin.whole_id, tag.provenance = 'suggested'
    FROM research_sectortag AS tag JOIN sectors_kinship AS kin ON kin.part_id = tag.sector_id
    WHERE tag.publication_id = ANY (ids)
    UNION ALL
    SELECT tag.publication_id, 3, tag.theme_id, tag.provenance = 'suggested'
    FROM research_themetag AS tag WHERE tag.publication_id = ANY (ids)
    UNION ALL
    SELECT tag.publication_id, 5, place.whole_id, tag.provenance = 'suggested'
    FROM research_areatag AS tag JOIN place ON place.part_id = tag.area_id
    WHERE tag.publication_id = ANY (ids)
),
listed (publication_id, source_id, kind) AS (
    SELECT record.publication_id, record.source_id, source.kind
    FROM research_sourcerecord AS record JOIN research_source AS source ON source.id = record.source_id
    WHERE record.publication_id = ANY (ids)
),
code (publication_id, code) AS (
    SELECT publication_id, (block + bool_and(is_suggested)::int) * 1000000 + number
    FROM tag GROUP BY publication_id, block, number
    UNION
    SELECT publication_id, 9000000 + source_id FROM listed
    UNION
    SELECT id, 1000000 FROM research_publication WHERE all_sectors AND id = ANY (ids)
    UNION
    SELECT id, CASE
        WHEN in_house AND count(*) FILTER (WHERE listed.kind = 'other-ilo') > 0
                      AND count(*) FILTER (WHERE listed.kind = 'in-house') = 0 THEN 9999998
        WHEN in_house THEN 9999999
        WHEN count(*) FILTER (WHERE listed.kind = 'constituents') > 0 THEN 9999997
        ELSE 9999996
    END
    FROM research_publication AS publication LEFT JOIN listed ON listed.publication_id = id
    WHERE id = ANY (ids) GROUP BY id
)
SELECT code.publication_id, array_agg(code.code::int) FROM code GROUP BY code.publication_id
$$;
"""

# Whoever changes what counts for what waits for those who are writing rows by the old rule, and they for it: else a
# record that is tagged meanwhile would keep what the old rule gave it.
MAKE_REFRESH = """
CREATE FUNCTION research_refresh_tags(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7265313);
    PERFORM FROM research_publication WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
    UPDATE research_searchrow AS row SET facets = fresh.facets
    FROM (
        SELECT publication_id, ARRAY(
            SELECT code FROM unnest(row.facets) AS code WHERE code / 1000000 <> ALL ('{1,2,3,4,5,6,9}')
            UNION SELECT unnest(codes) ORDER BY 1
        ) AS facets
        FROM research_tag_codes(ids) JOIN research_searchrow AS row USING (publication_id)
    ) AS fresh
    WHERE row.publication_id = fresh.publication_id AND row.facets <> fresh.facets;
END $$;

CREATE FUNCTION research_refresh_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(7265313);
    CASE TG_ARGV[0]
        WHEN 'sector' THEN
            ids := ARRAY(SELECT tag.publication_id FROM research_sectortag AS tag
                         JOIN sectors_kinship AS kin ON kin.part_id = tag.sector_id WHERE kin.whole_id = NEW.id);
        WHEN 'succession' THEN
            ids := ARRAY(SELECT tag.publication_id FROM research_sectortag AS tag
                         JOIN sectors_kinship AS kin ON kin.part_id = tag.sector_id
                         WHERE kin.whole_id IN (OLD.earlier_id, NEW.earlier_id));
        WHEN 'area' THEN
            ids := ARRAY(
                WITH RECURSIVE inside (id) AS (
                    SELECT NEW.id UNION
                    SELECT area.id FROM groundwork_area AS area JOIN inside ON area.parent_id = inside.id
                )
                SELECT publication_id FROM research_areatag JOIN inside ON inside.id = area_id);
        WHEN 'source' THEN
            ids := ARRAY(SELECT publication_id FROM research_sourcerecord WHERE source_id = NEW.id);
    END CASE;
    PERFORM research_refresh_tags(ids);
    RETURN NULL;
END $$;
CREATE TRIGGER research_refresh_counted AFTER UPDATE OF parent_id ON sectors_sector
    FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id)
    EXECUTE FUNCTION research_refresh_counted('sector');
CREATE TRIGGER research_refresh_counted AFTER INSERT OR UPDATE OR DELETE ON sectors_succession
    FOR EACH ROW EXECUTE FUNCTION research_refresh_counted('succession');
CREATE TRIGGER research_refresh_counted AFTER UPDATE OF parent_id, kind ON groundwork_area
    FOR EACH ROW WHEN ((OLD.parent_id, OLD.kind) IS DISTINCT FROM (NEW.parent_id, NEW.kind))
    EXECUTE FUNCTION research_refresh_counted('area');
CREATE TRIGGER research_refresh_counted AFTER UPDATE OF kind ON research_source
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind)
    EXECUTE FUNCTION research_refresh_counted('source');

CREATE FUNCTION research_refresh_tagged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        ids := ARRAY(SELECT publication_id FROM old_tags UNION SELECT publication_id FROM new_tags);
    ELSIF TG_OP = 'INSERT' THEN
        ids := ARRAY(SELECT DISTINCT publication_id FROM new_tags);
    ELSE
        ids := ARRAY(SELECT DISTINCT publication_id FROM old_tags);
    END IF;
    ids := ARRAY(SELECT publication_id FROM research_searchrow WHERE publication_id = ANY (ids));
    IF ids <> '{}' THEN
        PERFORM research_refresh_tags(ids);
    END IF;
    RETURN NULL;
END $$;
"""
MAKE_TAGGED = """
CREATE TRIGGER research_refresh_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_tags
    FOR EACH STATEMENT EXECUTE FUNCTION research_refresh_tagged();
CREATE TRIGGER research_refresh_changed AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_tags NEW TABLE AS new_tags
    FOR EACH STATEMENT EXECUTE FUNCTION research_refresh_tagged();
CREATE TRIGGER research_refresh_removed AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_tags
    FOR EACH STATEMENT EXECUTE FUNCTION research_refresh_tagged();
"""
TABLES = ("research_sectortag", "research_themetag", "research_areatag", "research_sourcerecord")

# What is withdrawn is out of the search at once, and what concerns all sectors in it, by whichever way that is written.
MAKE_PUBLICATION = """
CREATE FUNCTION research_refresh_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'published' THEN
        DELETE FROM research_searchrow WHERE publication_id = NEW.id;
    ELSE
        PERFORM research_refresh_tags(ARRAY[NEW.id]);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER research_refresh_publication AFTER UPDATE OF state, all_sectors, in_house ON research_publication
    FOR EACH ROW WHEN ((OLD.state, OLD.all_sectors, OLD.in_house)
                       IS DISTINCT FROM (NEW.state, NEW.all_sectors, NEW.in_house))
    EXECUTE FUNCTION research_refresh_publication();
"""
DROP = """
DROP FUNCTION research_refresh_publication() CASCADE;
DROP FUNCTION research_refresh_tagged() CASCADE;
DROP FUNCTION research_refresh_counted() CASCADE;
DROP FUNCTION research_refresh_tags(bigint[]);
DROP FUNCTION research_tag_codes(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("research", "0012_stamps_of_records"),
        ("sectors", "0007_country_programmes_and_priorities"),
        ("groundwork", "0006_link_checks"),
    ]

    operations = [
        migrations.RunSQL(
            [MAKE_CODES, MAKE_REFRESH, *(MAKE_TAGGED.format(table=table) for table in TABLES), MAKE_PUBLICATION], DROP
        )
    ]
