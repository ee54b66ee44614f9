from django.db import migrations

# Some may have been folded since the table came.
SUM = """
DELETE FROM surveys_tallysum;
INSERT INTO surveys_tallysum
    (survey_id, question_id, choice, dimension, "group", people, answers, points, squares)
SELECT t.survey_id, question_id, choice, dimension, group_of,
       sum(people), sum(answers), sum(points), sum(squares)
FROM surveys_tally t JOIN surveys_collector c ON c.id = t.collector_id
CROSS JOIN LATERAL (VALUES
    ('', ''), ('language', t.language), ('channel', c.kind),
    ('district', coalesce(t.district_id::text, '')),
    ('month', to_char(t.day, 'YYYY-MM'))
) AS seen(dimension, group_of)
GROUP BY 1, 2, 3, 4, 5
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0010_count_attempts_of_exports")]

    operations = [migrations.RunSQL(SUM, "DELETE FROM surveys_tallysum")]
