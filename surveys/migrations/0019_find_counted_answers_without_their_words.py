from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('civic', '0006_fold_text_for_search'),
        ('surveys', '0018_store_as_a_code_that_staff_took_back'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='openanswer',
            index=models.Index(condition=models.Q(('is_counted', True)), fields=['id'], include=('response', 'question', 'collector', 'district', 'language', 'day'), name='open_answer_counted'),
        ),
    ]
