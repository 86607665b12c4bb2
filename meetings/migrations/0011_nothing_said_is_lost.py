from django.db import migrations

# What leaves the public says why: it is withdrawn, never made a draft again on the quiet
LEAVING = """
CREATE FUNCTION meetings_leaves_with_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What is public leaves it by being withdrawn, with a reason.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_leaves_with_reason';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER meetings_leaves_with_reason BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (OLD.state = 'published' AND NEW.state IN ('draft', 'in_review'))
    EXECUTE FUNCTION meetings_leaves_with_reason();
"""
    for table in ("meetings_outcome", "meetings_followupaction", "meetings_followupevent")
)

# What was reported on answers some outcome when the transaction ends, so that the reports stay on a page
KEPT = """
CREATE FUNCTION meetings_reports_keep_an_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM meetings_progressupdate WHERE action_id = OLD.action_id)
        AND NOT EXISTS (SELECT FROM meetings_answer WHERE action_id = OLD.action_id)
    THEN
        RAISE EXCEPTION 'An action with reports answers at least one outcome (action %).', OLD.action_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_reports_keep_an_outcome';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER meetings_reports_keep_an_outcome AFTER UPDATE OR DELETE ON meetings_answer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION meetings_reports_keep_an_outcome();
"""

# An answer that is turned to another outcome is judged like a new one
ASSESSOR = """
DROP TRIGGER meetings_assessor_is_not_implementer ON meetings_answer;
CREATE TRIGGER meetings_assessor_is_not_implementer AFTER INSERT {also} ON meetings_answer
    FOR EACH ROW EXECUTE FUNCTION meetings_assessor_is_not_implementer();
"""

DROP = """
DROP FUNCTION meetings_leaves_with_reason() CASCADE;
DROP FUNCTION meetings_reports_keep_an_outcome() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0010_pointers_and_research_of_programmes")]

    operations = [
        migrations.RunSQL(LEAVING + KEPT + ASSESSOR.format(also="OR UPDATE"), DROP + ASSESSOR.format(also="")),
    ]
