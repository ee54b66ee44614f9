from django.db import migrations

# The default of the new column gave all surveys one and the same.
GIVE = "UPDATE surveys_survey SET family = gen_random_uuid()"


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_hold_every_kind_of_question")]

    operations = [migrations.RunSQL(GIVE, migrations.RunSQL.noop)]
