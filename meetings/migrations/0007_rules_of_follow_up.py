import groundwork.partial_dates
from django.db import migrations, models

# A published action has exactly one lead unit, when the transaction ends
ONE_LEAD = """
CREATE FUNCTION meetings_has_one_lead() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    this bigint := CASE WHEN TG_TABLE_NAME = 'meetings_followupaction' THEN changed->>'id' ELSE changed->>'action_id' END;
BEGIN
    IF EXISTS (SELECT FROM meetings_followupaction WHERE id = this AND state = 'published')
        AND (SELECT count(*) FROM meetings_responsibility WHERE action_id = this AND role = 'lead') <> 1
    THEN
        RAISE EXCEPTION 'A published action has exactly one lead unit (action %).', this
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_action_has_one_lead';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER meetings_action_has_one_lead AFTER INSERT OR UPDATE ON meetings_followupaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION meetings_has_one_lead();
CREATE CONSTRAINT TRIGGER meetings_action_has_one_lead AFTER INSERT OR UPDATE OR DELETE ON meetings_responsibility
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION meetings_has_one_lead();
"""

# Who carries an outcome out, alone or with others, does not assess it: neither the unit nor a person of it
ASSESSOR = """
CREATE FUNCTION meetings_assessor_is_not_implementer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM meetings_assessment assessment
        JOIN meetings_answer answer ON answer.outcome_id = assessment.outcome_id
        JOIN meetings_responsibility work ON work.action_id = answer.action_id AND work.role IN ('lead', 'joint')
        LEFT JOIN accounts_user author ON author.id = assessment.author_id AND TG_TABLE_NAME = 'meetings_assessment'
        WHERE work.unit_id IN (assessment.unit_id, author.unit_id)
        AND CASE TG_TABLE_NAME
            WHEN 'meetings_assessment' THEN assessment.id = NEW.id
            WHEN 'meetings_answer' THEN answer.id = NEW.id
            ELSE work.id = NEW.id
        END
    ) THEN
        RAISE EXCEPTION 'The unit that implements an outcome does not assess it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_assessor_is_not_implementer';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER meetings_assessor_is_not_implementer AFTER INSERT ON meetings_assessment
    FOR EACH ROW EXECUTE FUNCTION meetings_assessor_is_not_implementer();
CREATE TRIGGER meetings_assessor_is_not_implementer AFTER INSERT OR UPDATE ON meetings_responsibility
    FOR EACH ROW EXECUTE FUNCTION meetings_assessor_is_not_implementer();
CREATE TRIGGER meetings_assessor_is_not_implementer AFTER INSERT ON meetings_answer
    FOR EACH ROW EXECUTE FUNCTION meetings_assessor_is_not_implementer();
"""

# An event that names an outcome follows the meeting or review that the outcome comes from
EVENT = """
CREATE FUNCTION meetings_event_of_its_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.outcome_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM meetings_outcome outcome WHERE outcome.id = NEW.outcome_id
        AND outcome.meeting_id IS NOT DISTINCT FROM NEW.meeting_id
        AND outcome.review_id IS NOT DISTINCT FROM NEW.review_id
    ) THEN
        RAISE EXCEPTION 'This outcome is of another meeting or review.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'meetings_event_of_its_origin';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meetings_event_of_its_origin BEFORE INSERT OR UPDATE ON meetings_followupevent
    FOR EACH ROW EXECUTE FUNCTION meetings_event_of_its_origin();
"""

# What was said stays as it was said: only its state, and who cleared or entered it, may change
KEPT = """
CREATE FUNCTION meetings_keep_what_was_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['state', 'withdrawn_because', 'cleared_by_id', 'cleared_at', 'published_at', 'author_id'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state = 'draft' THEN
            RETURN OLD;
        END IF;
    ELSIF to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What was said stays on record; withdraw it, with a reason (%).', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER meetings_keep_what_was_said BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION meetings_keep_what_was_said();
"""
    for table in ("meetings_progressupdate", "meetings_assessment", "meetings_response", "meetings_statusoverride")
)

DROP = """
DROP FUNCTION meetings_has_one_lead() CASCADE;
DROP FUNCTION meetings_assessor_is_not_implementer() CASCADE;
DROP FUNCTION meetings_event_of_its_origin() CASCADE;
DROP FUNCTION meetings_keep_what_was_said() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_reasons_and_clearance_of_old")]

    operations = [
        migrations.AddConstraint(
            model_name='followupaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'archived'), _negated=True), models.Q(('withdrawn_because', ''), _negated=True), _connector='OR'), name='meetings_followupaction_withdrawn_with_reason', violation_error_message='What is withdrawn needs a reason: use “Withdraw” in the list.'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'archived'), _negated=True), models.Q(('withdrawn_because', ''), _negated=True), _connector='OR'), name='meetings_outcome_withdrawn_with_reason', violation_error_message='What is withdrawn needs a reason: use “Withdraw” in the list.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=models.CheckConstraint(condition=models.Q(('date__lte', groundwork.partial_dates.Today())), name='meetings_update_not_in_the_future', violation_error_message='The date lies in the future: a report tells what has happened.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('cleared_at__isnull', False), models.Q(('source', ''), _negated=True), _connector='OR'), name='meetings_update_cleared_first', violation_error_message='A report is cleared by a named person before it is published.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'archived'), _negated=True), models.Q(('withdrawn_because', ''), _negated=True), _connector='OR'), name='meetings_update_withdrawn_with_reason', violation_error_message='What is withdrawn needs a reason: use “Withdraw” in the list.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', True), models.Q(('value_of', ''), _negated=True), _connector='OR'), name='meetings_update_value_of_something', violation_error_message='Say what the value counts.'),
        ),
        migrations.RunSQL(ONE_LEAD + ASSESSOR + EVENT + KEPT, DROP),
    ]
