import django.core.serializers.json
import django.db.models.functions.datetime
from django.db import migrations, models

# The trail is only added to. Entries may go that are older than groundwork.audit_forget_before, which
# groundwork.audit.forget_before sets for its own transaction; all may go at once (TRUNCATE) only in a session that says
# groundwork.audit_may_be_emptied, as tests do. Who owns the tables can still take the triggers away, and is on record
# in the server's own log.
MAKE_TRIGGERS = """
CREATE FUNCTION groundwork_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER groundwork_keep_audit BEFORE UPDATE OR DELETE ON groundwork_auditentry
FOR EACH ROW EXECUTE FUNCTION groundwork_keep_audit();
CREATE TRIGGER groundwork_keep_audit_whole BEFORE TRUNCATE ON groundwork_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION groundwork_keep_audit();
"""
DROP_TRIGGERS = "DROP FUNCTION groundwork_keep_audit() CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('groundwork', '0003_background_work'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='time')),
                ('by_id', models.BigIntegerField(blank=True, null=True, verbose_name='person’s number')),
                ('by_name', models.CharField(blank=True, max_length=200, verbose_name='person')),
                ('verb', models.CharField(max_length=40, verbose_name='action')),
                ('model', models.CharField(max_length=100, verbose_name='kind of object')),
                ('object_id', models.CharField(blank=True, max_length=64, verbose_name='object’s number')),
                ('object_name', models.CharField(max_length=200, verbose_name='object')),
                ('detail', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='detail')),
                ('request_id', models.CharField(blank=True, max_length=64, verbose_name='request')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit entries',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['model', 'object_id'], name='groundwork_audit_about'), models.Index(fields=['at'], name='groundwork_audit_at')],
            },
        ),
        migrations.RunSQL(MAKE_TRIGGERS, DROP_TRIGGERS),
    ]
