"""An export knows how often it was begun, and whether excluded responses belong to it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0009_sum_tallies_by_one_dimension")]

    operations = [
        migrations.AddField(
            model_name="export",
            name="with_excluded",
            field=models.BooleanField(default=False, verbose_name="with excluded responses"),
        ),
        migrations.AddField(
            model_name="export",
            name="attempts",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="How often a worker began; a crash in the midst counts too.",
                verbose_name="attempts",
            ),
        ),
    ]
