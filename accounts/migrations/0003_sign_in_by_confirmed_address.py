from django.core.management import call_command
from django.db import migrations


def make_cache_table(apps, schema_editor):
    """Limits on guessing are counted in the cache, which is a table unless CACHE_URL names another."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def vouch_for_addresses(apps, schema_editor):
    """Accounts were made by administrators so far."""
    address = apps.get_model("account", "EmailAddress")
    for pk, email in apps.get_model("accounts", "User").objects.values_list("pk", "email"):
        address.objects.get_or_create(user_id=pk, email=email.lower(), defaults={"verified": True, "primary": True})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_registrations"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
        migrations.RunPython(vouch_for_addresses, migrations.RunPython.noop),
    ]
