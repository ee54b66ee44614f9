"""The database itself refuses to change a figure of a published version."""

from django.db import migrations

KEEP = """
CREATE FUNCTION engagement_keep_figures() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    texts text[] := ARRAY[
        'introduction', 'decided', 'reasons',
        'findings', 'sections', 'quotations', 'commitments'
    ];
BEGIN
    IF NEW.summary_id <> OLD.summary_id
        OR NEW.number <> OLD.number
        OR NEW.content - texts IS DISTINCT FROM OLD.content - texts
        OR jsonb_path_query_array(NEW.content, '$.findings[*].evidence')
            IS DISTINCT FROM
            jsonb_path_query_array(OLD.content, '$.findings[*].evidence')
    THEN
        RAISE EXCEPTION 'The figures of a published version never change.';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER summaryversion_keep_figures
BEFORE UPDATE ON engagement_summaryversion
FOR EACH ROW EXECUTE FUNCTION engagement_keep_figures();
"""
FORGET = """
DROP TRIGGER summaryversion_keep_figures ON engagement_summaryversion;
DROP FUNCTION engagement_keep_figures();
"""


class Migration(migrations.Migration):
    dependencies = [("engagement", "0015_write_to_subscribers")]

    operations = [migrations.RunSQL(KEEP, FORGET)]
