import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# The key that Django does not make, since procrastinate deletes jobs by SQL
GO_WITH_JOB = """
ALTER TABLE groundwork_joberror ADD CONSTRAINT groundwork_joberror_goes_with_job
FOREIGN KEY (job_id) REFERENCES procrastinate_jobs (id) ON DELETE CASCADE
"""
STAY_WITHOUT_JOB = "ALTER TABLE groundwork_joberror DROP CONSTRAINT groundwork_joberror_goes_with_job"


class Migration(migrations.Migration):

    dependencies = [
        ('groundwork', '0002_note_changes'),
        ('procrastinate', '0041_post_retry_failed_job'),
    ]

    operations = [
        migrations.CreateModel(
            name='JobError',
            fields=[
                ('job', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='error', serialize=False, to='procrastinate.procrastinatejob')),
                ('error', models.TextField(verbose_name='error')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='failed at')),
            ],
        ),
        migrations.RunSQL(GO_WITH_JOB, STAY_WITHOUT_JOB),
        migrations.CreateModel(
            name='FailedJob',
            fields=[
            ],
            options={
                'verbose_name': 'failed job',
                'verbose_name_plural': 'failed jobs',
                'ordering': ['-pk'],
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('procrastinate.procrastinatejob',),
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='What happened, and to whom it is told.', max_length=200, unique=True, verbose_name='key')),
                ('to', models.EmailField(max_length=254, verbose_name='to')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('message_id', models.CharField(max_length=255, unique=True, verbose_name='Message-ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed')], default='waiting', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='created at')),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='due at')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('last_error', models.TextField(blank=True, verbose_name='last error')),
            ],
            options={
                'verbose_name': 'outgoing message',
                'verbose_name_plural': 'outgoing messages',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='groundwork_mail_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='groundwork_mail_sent_has_date')],
            },
        ),
    ]
