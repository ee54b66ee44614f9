"""Once a survey has answers, its structure stays: the database refuses the rest.

Refusing locks the survey's row against the first answer, whose foreign key takes the
weaker lock, so that neither can slip in beside the other. Texts may still change.
"""

from django.db import migrations, models

FREEZE = """
CREATE FUNCTION surveys_refuse_if_answered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record;
    changed bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN part := OLD; ELSE part := NEW; END IF;
    IF TG_TABLE_NAME IN ('surveys_choice', 'surveys_questionrow') THEN
        SELECT survey_id INTO changed FROM surveys_question WHERE id = part.question_id;
    ELSE
        changed := part.survey_id;
    END IF;
    PERFORM FROM surveys_survey WHERE id = changed FOR UPDATE;
    IF EXISTS (SELECT FROM surveys_response WHERE survey_id = changed) THEN
        RAISE EXCEPTION 'The survey has answers, so its structure cannot change.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'survey_structure_frozen';
    END IF;
    RETURN part;
END
$$;

CREATE TRIGGER page_frozen BEFORE INSERT OR DELETE ON surveys_page
FOR EACH ROW EXECUTE FUNCTION surveys_refuse_if_answered();
CREATE TRIGGER page_change_frozen BEFORE UPDATE ON surveys_page
FOR EACH ROW WHEN (
    (OLD.survey_id, OLD.position, OLD.shown_if)
    IS DISTINCT FROM (NEW.survey_id, NEW.position, NEW.shown_if)
) EXECUTE FUNCTION surveys_refuse_if_answered();

CREATE TRIGGER question_frozen BEFORE INSERT OR DELETE ON surveys_question
FOR EACH ROW EXECUTE FUNCTION surveys_refuse_if_answered();
CREATE TRIGGER question_change_frozen BEFORE UPDATE ON surveys_question
FOR EACH ROW WHEN (
    (OLD.survey_id, OLD.page_id, OLD.position, OLD.code, OLD.kind, OLD.is_required,
     OLD.has_other, OLD.minimum, OLD.maximum, OLD.decimals, OLD.earliest_on,
     OLD.latest_on, OLD.is_randomized, OLD.shown_if)
    IS DISTINCT FROM
    (NEW.survey_id, NEW.page_id, NEW.position, NEW.code, NEW.kind, NEW.is_required,
     NEW.has_other, NEW.minimum, NEW.maximum, NEW.decimals, NEW.earliest_on,
     NEW.latest_on, NEW.is_randomized, NEW.shown_if)
) EXECUTE FUNCTION surveys_refuse_if_answered();

CREATE TRIGGER choice_frozen BEFORE INSERT OR DELETE ON surveys_choice
FOR EACH ROW EXECUTE FUNCTION surveys_refuse_if_answered();
CREATE TRIGGER choice_change_frozen BEFORE UPDATE ON surveys_choice
FOR EACH ROW WHEN (
    (OLD.question_id, OLD.position, OLD.code, OLD.is_exclusive)
    IS DISTINCT FROM (NEW.question_id, NEW.position, NEW.code, NEW.is_exclusive)
) EXECUTE FUNCTION surveys_refuse_if_answered();

CREATE TRIGGER row_frozen BEFORE INSERT OR DELETE ON surveys_questionrow
FOR EACH ROW EXECUTE FUNCTION surveys_refuse_if_answered();
CREATE TRIGGER row_change_frozen BEFORE UPDATE ON surveys_questionrow
FOR EACH ROW WHEN (
    (OLD.question_id, OLD.position, OLD.code)
    IS DISTINCT FROM (NEW.question_id, NEW.position, NEW.code)
) EXECUTE FUNCTION surveys_refuse_if_answered();
"""
THAW = """
DROP TRIGGER row_change_frozen ON surveys_questionrow;
DROP TRIGGER row_frozen ON surveys_questionrow;
DROP TRIGGER choice_change_frozen ON surveys_choice;
DROP TRIGGER choice_frozen ON surveys_choice;
DROP TRIGGER question_change_frozen ON surveys_question;
DROP TRIGGER question_frozen ON surveys_question;
DROP TRIGGER page_change_frozen ON surveys_page;
DROP TRIGGER page_frozen ON surveys_page;
DROP FUNCTION surveys_refuse_if_answered();
"""
PART_CHANGED = """
CREATE OR REPLACE FUNCTION surveys_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
BEGIN
    IF TG_TABLE_NAME IN ({tables}) THEN
        SELECT survey_id INTO changed FROM surveys_question
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.question_id ELSE NEW.question_id END;
    ELSE
        changed := CASE TG_OP WHEN 'DELETE' THEN OLD.survey_id ELSE NEW.survey_id END;
    END IF;
    UPDATE surveys_survey SET edition = edition + 1 WHERE id = changed;
    RETURN NULL;
END
$$;
"""
RAISE = PART_CHANGED.format(tables="'surveys_choice', 'surveys_questionrow'") + """
CREATE TRIGGER row_changed AFTER INSERT OR UPDATE OR DELETE ON surveys_questionrow
FOR EACH ROW EXECUTE FUNCTION surveys_part_changed();
"""
FORGET = """
DROP TRIGGER row_changed ON surveys_questionrow;
""" + PART_CHANGED.format(tables="'surveys_choice'")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0005_give_each_survey_a_family")]

    operations = [
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(fields=("family", "version"), name="survey_version_unique"),
        ),
        migrations.RunSQL(RAISE, FORGET),
        migrations.RunSQL(FREEZE, THAW),
    ]
