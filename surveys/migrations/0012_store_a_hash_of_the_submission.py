from django.db import migrations, models


class Migration(migrations.Migration):
    """A response is stored under a hash of its form's id, of the same type as before.

    Rows are left as they are: no release has stored any.
    """

    dependencies = [
        ("surveys", "0011_sum_what_is_tallied"),
    ]

    operations = [
        migrations.AlterField(
            model_name="response",
            name="submission",
            field=models.UUIDField(unique=True, verbose_name="submission"),
        ),
    ]
