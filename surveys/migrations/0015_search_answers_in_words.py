import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import civic.folding


class Migration(migrations.Migration):

    dependencies = [
        ('civic', '0006_fold_text_for_search'),
        ('surveys', '0014_read_answers_in_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='openanswer',
            name='collector',
            field=models.ForeignKey(default=None, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.collector', verbose_name='collector'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='openanswer',
            name='district',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='civic.district', verbose_name='district'),
        ),
        migrations.AlterField(
            model_name='openanswer',
            name='response',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='open_answers', to='surveys.response', verbose_name='response'),
        ),
        migrations.AddField(
            model_name='openanswer',
            name='folded',
            field=models.GeneratedField(db_persist=True, expression=civic.folding.Fold('text'), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='openanswer',
            index=django.contrib.postgres.indexes.GinIndex(fields=['folded'], name='open_answer_words', opclasses=['gin_trgm_ops']),
        ),
    ]
