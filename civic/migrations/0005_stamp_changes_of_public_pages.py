"""Every change of a district or branch gives its topic a new stamp.

A transaction takes the first row of the topic that no other one holds, or makes one
more. So it never waits for another, which could end in a deadlock, and its stamp
shows at the very moment its change does.
"""

from django.db import migrations, models

import civic.outlines

STAMP = """
CREATE FUNCTION civic_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free bigint;
BEGIN
    SELECT id INTO free FROM civic_edition WHERE topic = TG_ARGV[0]
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF free IS NULL THEN
        INSERT INTO civic_edition (topic, stamp, changed_at)
        VALUES (TG_ARGV[0], gen_random_uuid(), clock_timestamp());
    ELSE
        UPDATE civic_edition
        SET stamp = gen_random_uuid(), changed_at = clock_timestamp()
        WHERE id = free;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER district_stamp AFTER INSERT OR UPDATE OR DELETE ON civic_district
FOR EACH STATEMENT EXECUTE FUNCTION civic_stamp('places');
CREATE TRIGGER branch_stamp AFTER INSERT OR UPDATE OR DELETE ON civic_branch
FOR EACH STATEMENT EXECUTE FUNCTION civic_stamp('places');
"""
FORGET = """
DROP TRIGGER branch_stamp ON civic_branch;
DROP TRIGGER district_stamp ON civic_district;
DROP FUNCTION civic_stamp();
"""


class Migration(migrations.Migration):
    dependencies = [("civic", "0004_outline_districts")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("places", "districts and branches"),
                            ("events", "outreach events"),
                            ("surveys", "surveys"),
                            ("summaries", "summaries and commitments"),
                        ],
                        max_length=20,
                        verbose_name="topic",
                    ),
                ),
                ("stamp", models.UUIDField(verbose_name="stamp")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "indexes": [models.Index(fields=["topic"], name="edition_topic")],
            },
        ),
        migrations.RunSQL(STAMP, FORGET),
        migrations.AlterField(
            model_name="district",
            name="outline",
            field=models.JSONField(
                blank=True,
                null=True,
                validators=[civic.outlines.check_outline],
                verbose_name="outline on the map",
            ),
        ),
    ]
