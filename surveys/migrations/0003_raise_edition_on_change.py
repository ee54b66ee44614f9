"""Every change of what a survey page shows raises the survey's edition.

The database does it, so that an import, the administration and a correction by hand
cannot leave an old page in a warm process.
"""

from django.db import migrations

RAISE = """
CREATE FUNCTION surveys_raise_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.edition := OLD.edition + 1;
    RETURN NEW;
END
$$;
CREATE TRIGGER survey_edition BEFORE UPDATE ON surveys_survey
FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
EXECUTE FUNCTION surveys_raise_edition();

CREATE FUNCTION surveys_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    IF TG_TABLE_NAME = 'surveys_choice' THEN
        SELECT survey_id INTO changed FROM surveys_question
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.question_id ELSE NEW.question_id END;
    ELSE
        changed := CASE TG_OP WHEN 'DELETE' THEN OLD.survey_id ELSE NEW.survey_id END;
    END IF;
    UPDATE surveys_survey SET edition = edition + 1 WHERE id = changed;
    RETURN NULL;
END
$$;
CREATE TRIGGER page_changed AFTER INSERT OR UPDATE OR DELETE ON surveys_page
FOR EACH ROW EXECUTE FUNCTION surveys_part_changed();
CREATE TRIGGER question_changed AFTER INSERT OR UPDATE OR DELETE ON surveys_question
FOR EACH ROW EXECUTE FUNCTION surveys_part_changed();
CREATE TRIGGER choice_changed AFTER INSERT OR UPDATE OR DELETE ON surveys_choice
FOR EACH ROW EXECUTE FUNCTION surveys_part_changed();
CREATE TRIGGER collector_changed AFTER INSERT OR UPDATE OR DELETE ON surveys_collector
FOR EACH ROW EXECUTE FUNCTION surveys_part_changed();

CREATE FUNCTION surveys_districts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE surveys_survey SET edition = edition + 1 WHERE id IN
        (SELECT survey_id FROM surveys_question WHERE kind = 'district');
    RETURN NULL;
END
$$;
CREATE TRIGGER districts_changed AFTER INSERT OR UPDATE OR DELETE ON civic_district
FOR EACH STATEMENT EXECUTE FUNCTION surveys_districts_changed();
"""
FORGET = """
DROP TRIGGER districts_changed ON civic_district;
DROP TRIGGER collector_changed ON surveys_collector;
DROP TRIGGER choice_changed ON surveys_choice;
DROP TRIGGER question_changed ON surveys_question;
DROP TRIGGER page_changed ON surveys_page;
DROP TRIGGER survey_edition ON surveys_survey;
DROP FUNCTION surveys_districts_changed();
DROP FUNCTION surveys_part_changed();
DROP FUNCTION surveys_raise_edition();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("civic", "0001_initial"),
        ("surveys", "0002_queue_responses_for_tallies"),
    ]

    operations = [migrations.RunSQL(RAISE, FORGET)]
