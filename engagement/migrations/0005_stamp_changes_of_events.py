"""Every change that a page about events or the front page shows stamps its topic."""

from django.db import migrations, models

ANY = "INSERT OR UPDATE OR DELETE"
CHANGES = [
    ("engagement_outreachevent", ANY, "events"),
    ("engagement_outreachevent_branches", ANY, "events"),
    ("engagement_summary", ANY, "summaries"),
    ("engagement_summaryquotation", ANY, "summaries"),
    ("engagement_commitment", ANY, "summaries"),
    ("engagement_commitmentupdate", ANY, "summaries"),
    # Whoever was quoted may take it back. New conversations change no page.
    ("engagement_conversation", "UPDATE OF quotation_consent OR DELETE", "summaries"),
    ("surveys_survey", ANY, "surveys"),
]
STAMP = "".join(
    f"CREATE TRIGGER {table}_stamp AFTER {change} ON {table}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION civic_stamp('{topic}');"
    for table, change, topic in CHANGES
)
FORGET = "".join(f"DROP TRIGGER {table}_stamp ON {table};" for table, _, _ in CHANGES)


class Migration(migrations.Migration):
    dependencies = [
        ("civic", "0005_stamp_changes_of_public_pages"),
        ("engagement", "0004_plan_and_debrief_events_and_code_answers"),
        ("surveys", "0014_read_answers_in_words"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="outreachevent",
            constraint=models.CheckConstraint(
                name="event_slug_is_no_page",
                condition=~models.Q(slug__in=["month", "map", "feed", "calendar"]),
                violation_error_message=(
                    "This address belongs to a page of its own: choose another one."
                ),
            ),
        ),
        migrations.RunSQL(STAMP, FORGET),
    ]
