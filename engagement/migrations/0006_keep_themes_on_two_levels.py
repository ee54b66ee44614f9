"""A theme belongs to one of the first level, or to none: the database refuses more.

The theme it is to belong to is locked, so that it cannot be moved below another one
at the same time.
"""

from django.db import migrations

KEEP = """
CREATE FUNCTION engagement_refuse_third_level() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above bigint;
BEGIN
    SELECT parent_id INTO above FROM engagement_theme WHERE id = NEW.parent_id
    FOR SHARE;
    IF above IS NOT NULL
        OR EXISTS (SELECT FROM engagement_theme WHERE parent_id = NEW.id) THEN
        RAISE EXCEPTION 'Themes have two levels.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'theme_on_two_levels';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER theme_on_two_levels BEFORE INSERT OR UPDATE OF parent_id
ON engagement_theme FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
EXECUTE FUNCTION engagement_refuse_third_level();
"""
FORGET = """
DROP TRIGGER theme_on_two_levels ON engagement_theme;
DROP FUNCTION engagement_refuse_third_level();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0005_stamp_changes_of_events"),
        ("surveys", "0016_read_words_answered_before"),
    ]

    operations = [migrations.RunSQL(KEEP, FORGET)]
