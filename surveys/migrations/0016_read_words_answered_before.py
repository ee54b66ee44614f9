"""Read the answers in words of responses that were folded before they were read.

In batches, each committed by itself, so that no lock is held for long; what is there
already stays, so that it can begin again after a break. Those still queued come with
folding.
"""

from django.conf import settings
from django.db import migrations

BATCH = 20_000
READ = """
INSERT INTO surveys_openanswer
    (response_id, question_id, collector_id, district_id, text, language, people, day,
     is_counted)
SELECT r.id, q.id, r.collector_id, r.district_id, words.text, r.language, r.people,
       (r.submitted_at AT TIME ZONE %(zone)s)::date, r.review_state <> 'excluded'
FROM surveys_response r JOIN surveys_question q USING (survey_id)
CROSS JOIN LATERAL (
    SELECT r.answers -> (q.code || CASE WHEN q.has_other THEN '-other' ELSE '' END)
) AS answer(given)
CROSS JOIN LATERAL (SELECT given #>> '{}') AS words(text)
WHERE r.id > %(after)s AND r.id <= %(last)s
    AND NOT EXISTS (SELECT FROM surveys_unfoldedresponse u WHERE u.response_id = r.id)
    AND (q.has_other OR q.kind IN ('short_text', 'long_text'))
    AND jsonb_typeof(given) = 'string' AND btrim(words.text, E' \\t\\n') <> ''
ORDER BY r.id, q.id
ON CONFLICT ON CONSTRAINT open_answer_once DO NOTHING
"""


def read_words(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM surveys_response")
        first, last = cursor.fetchone()
        if first is None:
            return
        for after in range(first - 1, last, BATCH):
            bounds = {"after": after, "last": after + BATCH}
            cursor.execute(READ, {"zone": settings.TIME_ZONE, **bounds})


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("surveys", "0015_search_answers_in_words")]

    operations = [migrations.RunPython(read_words, migrations.RunPython.noop)]
