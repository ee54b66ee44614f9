"""Store as a code, like all other reasons, that staff took an entry back.

It was an English sentence, which no reader's language could show.
"""

from django.db import migrations

SENTENCE, CODE = "Taken back by staff", "taken_back"


def store_the_code(apps, schema_editor):
    responses = apps.get_model("surveys", "Response").objects
    responses.filter(review_reason=SENTENCE).update(review_reason=CODE)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0017_results_policy_wording")]

    operations = [migrations.RunPython(store_the_code, migrations.RunPython.noop)]
