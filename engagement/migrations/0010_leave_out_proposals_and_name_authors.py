from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagement", "0009_write_findings_and_keep_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="summary",
            name="left_out",
            field=ArrayField(
                base_field=models.CharField(max_length=200),
                blank=True,
                default=list,
                help_text=(
                    "Proposals that the editor does not want, and questions not told."
                ),
                size=None,
                verbose_name="left out",
            ),
        ),
        migrations.AddField(
            model_name="summarysection",
            name="authors",
            field=models.ManyToManyField(
                blank=True,
                help_text="They find this section at their desk and write it.",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="authors",
            ),
        ),
    ]
