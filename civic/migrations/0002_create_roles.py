from django.db import migrations

NAMES = ("librarian", "editor", "translator", "moderator", "trainer", "admin")


def create_roles(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in NAMES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("civic", "0001_initial")]

    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
