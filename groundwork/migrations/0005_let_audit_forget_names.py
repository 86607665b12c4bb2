from django.db import migrations

# As in 0004, and names may be blotted out in a transaction that sets groundwork.audit_names_may_go, as
# groundwork.audit.forget_names does. Whatever else an entry says stays.
WITH_NAMES = """
CREATE OR REPLACE FUNCTION groundwork_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < nullif(current_setting('groundwork.audit_forget_before', true), '')::timestamptz THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF current_setting('groundwork.audit_names_may_go', true) = 'on'
            AND NEW.by_name IN (OLD.by_name, '')
            AND NEW.object_name IN (OLD.object_name, '')
            AND NEW.detail IN (OLD.detail, '{}')
            AND (NEW.id, NEW.at, NEW.by_id, NEW.verb, NEW.model, NEW.object_id, NEW.request_id)
                IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.by_id, OLD.verb, OLD.model, OLD.object_id, OLD.request_id)
        THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'TRUNCATE' THEN
        IF current_setting('groundwork.audit_may_be_emptied', true) = 'on' THEN
            RETURN NULL;
        END IF;
    END IF;
    RAISE EXCEPTION 'The audit trail is only added to (%).', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""
AS_IT_WAS = """
CREATE OR REPLACE FUNCTION groundwork_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < nullif(current_setting('groundwork.audit_forget_before', true), '')::timestamptz THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'TRUNCATE' THEN
        IF current_setting('groundwork.audit_may_be_emptied', true) = 'on' THEN
            RETURN NULL;
        END IF;
    END IF;
    RAISE EXCEPTION 'The audit trail is only added to (%).', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('groundwork', '0004_audit_trail'),
    ]

    operations = [
        migrations.RunSQL(WITH_NAMES, AS_IT_WAS),
    ]
