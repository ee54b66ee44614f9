from django.db import migrations

QUEUE = """
CREATE FUNCTION surveys_queue_responses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO surveys_unfoldedresponse (response_id) SELECT id FROM added;
    RETURN NULL;
END
$$;
CREATE TRIGGER response_queued AFTER INSERT ON surveys_response
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION surveys_queue_responses();
"""
UNQUEUE = """
DROP TRIGGER response_queued ON surveys_response;
DROP FUNCTION surveys_queue_responses();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [migrations.RunSQL(QUEUE, UNQUEUE)]
