"""Each summary that is published gets its first version, as its pages showed it."""

from django.conf import settings
from django.db import migrations

CODES = ("en", "vi", "pl", "fa", "it")
COUNTED = """
INSERT INTO engagement_countedresponse (summary_id, finding_id, response_id)
SELECT summary.id, NULL, response.id
FROM engagement_summary summary
JOIN engagement_outreachevent event
  ON (event.starts_at AT TIME ZONE %s)::date
     BETWEEN summary.starts_on AND summary.ends_on
JOIN engagement_conversation conversation ON conversation.event_id = event.id
JOIN surveys_response response ON response.id = conversation.response_id
WHERE summary.status = 'published' AND response.review_state <> 'excluded'
ON CONFLICT DO NOTHING
"""


def labels(instance, name):
    texts = {code: getattr(instance, f"{name}_{code}") for code in CODES}
    return {code: text for code, text in texts.items() if text}


def sections(summary):
    return [
        {
            "branch": labels(one.branch, "name"),
            "byline": labels(one, "byline"),
            "body": labels(one, "body"),
        }
        for one in summary.sections.select_related("branch").order_by("position", "pk")
    ]


def quotations(summary):
    """Those agreed to, as the model's ``agreed_to`` has them."""
    quoted = summary.quotations.select_related("conversation__event")
    return [
        {
            "conversation": one.conversation_id,
            "language": one.original_language,
            "text": labels(one, "text"),
            "is_paraphrase": one.is_paraphrase,
            "setting": one.conversation.event.setting,
        }
        for one in quoted.order_by("position", "pk")
        if one.conversation.quotation_consent == "anonymous"
        or (one.conversation.quotation_consent == "paraphrase" and one.is_paraphrase)
    ]


def commitments(summary):
    return [
        {
            "pk": one.pk,
            "statement": labels(one, "statement"),
            "owner": labels(one, "owner"),
            "finding": None,
        }
        for one in summary.commitments.order_by("position", "pk")
    ]


def keep_first_versions(apps, schema_editor):
    Summary = apps.get_model("engagement", "Summary")
    Version = apps.get_model("engagement", "SummaryVersion")
    for summary in Summary.objects.filter(status="published", versions=None):
        texts = ("introduction", "decided", "reasons")
        content = {name: labels(summary, name) for name in texts} | {
            "evidence": summary.evidence,
            "findings": [],
            "sections": sections(summary),
            "quotations": quotations(summary),
            "commitments": commitments(summary),
        }
        Version.objects.create(
            summary=summary,
            number=1,
            content=content,
            published_at=summary.published_at,
            published_by=summary.published_by,
        )


def remember_counted(apps, schema_editor):
    """As the log is now, since nothing was written down then."""
    schema_editor.execute(COUNTED, [settings.TIME_ZONE])


class Migration(migrations.Migration):
    dependencies = [("engagement", "0011_review_languages_and_take_steps")]

    operations = [
        migrations.RunPython(keep_first_versions, migrations.RunPython.noop),
        migrations.RunPython(remember_counted, migrations.RunPython.noop),
    ]
