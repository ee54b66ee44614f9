"""The statements that count responses; ``tallying`` runs them.

``CELLS`` are what responses add to: one for the whole response, one for each answered
question and, where answers are codes, one for each code (keys as in ``Tally``). A code
repeated within one answer counts once. ``{which}`` says which responses are counted.
Equal answers are counted before they are taken apart: they are many, and few differ.
Were that not a step of its own, the planner would sort them all instead of hashing.
Numbers are rounded to the places that the sums hold, so that these are exact.
"""

# ruff: noqa: S608 - statements are put together from their own parts only

KEY = "survey_id, question_id, choice, collector_id, language, district_id, day"
SUM_KEY = "survey_id, question_id, choice, dimension, group_of"
FIGURES = ("people", "answers", "points", "squares")
_FIGURES = ", ".join(FIGURES)
_SUMS = ", ".join(f"sum({figure}) AS {figure}" for figure in FIGURES)

CELLS = """
WITH given AS NOT MATERIALIZED (
    SELECT survey_id, collector_id, language, district_id, people, answers,
           (submitted_at AT TIME ZONE %(zone)s)::date AS day
    FROM surveys_response r WHERE {which}
), equal_answers AS MATERIALIZED (
    SELECT survey_id, q.id AS question_id, q.kind, collector_id, language,
           district_id, day,
           CASE WHEN q.kind IN ('short_text', 'long_text', 'number', 'date') THEN '[]'
                ELSE answer.value END AS value,
           sum(people) AS people, count(*) AS answers,
           sum(people * number.value) AS points,
           sum(people * number.value * number.value) AS squares
    FROM given CROSS JOIN LATERAL jsonb_each(answers) AS answer
    JOIN surveys_question q USING (survey_id)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN q.kind = 'number' AND jsonb_typeof(answer.value) = 'number'
                    THEN round(answer.value::numeric, 6) ELSE 0 END AS value
    ) AS number
    WHERE q.code = answer.key AND q.kind <> 'information'
        AND answer.value NOT IN ('null', '""', '[]', '{{}}')
    GROUP BY survey_id, q.id, q.kind, collector_id, language, district_id, day, 8
)
SELECT survey_id, NULL::bigint AS question_id, '' AS choice, collector_id, language,
       district_id, day, sum(people) AS people, count(*) AS answers,
       0::numeric AS points, 0::numeric AS squares
FROM given GROUP BY survey_id, collector_id, language, district_id, day
UNION ALL
SELECT survey_id, question_id, cell.choice, collector_id, language, district_id, day,
       sum(people), sum(answers),
       CASE cell.choice WHEN '' THEN sum(points) ELSE 0 END,
       CASE cell.choice WHEN '' THEN sum(squares) ELSE 0 END
FROM equal_answers CROSS JOIN LATERAL (
    SELECT '' AS choice
    UNION
    SELECT left(code #>> '{{}}', 90) FROM jsonb_path_query(value, '$[*]') AS code
    WHERE kind NOT IN ('matrix', 'ranking')
    UNION
    SELECT left(part, 90)
    FROM jsonb_each_text(CASE WHEN kind = 'matrix' AND jsonb_typeof(value) = 'object'
                              THEN value ELSE '{{}}' END) AS answered(row, code),
         LATERAL (VALUES (row || ':'), (row || ':' || code)) AS parts(part)
    WHERE code <> ''
    UNION
    SELECT left(part, 90)
    FROM jsonb_array_elements_text(
             CASE WHEN kind = 'ranking' AND jsonb_typeof(value) = 'array'
                  THEN value ELSE '[]' END
         ) WITH ORDINALITY AS ranked(code, rank),
         LATERAL (VALUES (code || ':'), (code || ':' || rank)) AS parts(part)
) AS cell
GROUP BY survey_id, question_id, cell.choice, collector_id, language, district_id, day
"""

# The same cells for all responses together and for each group of each dimension.
SUMS_OF = f"""
SELECT survey_id, question_id, choice, dimension, group_of, {_SUMS}
FROM ({{cells}}) AS cell
JOIN (SELECT id AS collector_id, kind FROM surveys_collector) AS c USING (collector_id)
CROSS JOIN LATERAL (VALUES
    ('', ''), ('language', cell.language), ('channel', c.kind),
    ('district', coalesce(cell.district_id::text, '')),
    ('month', to_char(cell.day, 'YYYY-MM'))
) AS seen(dimension, group_of)
GROUP BY {SUM_KEY}
"""

_ADD_SUMS = f"""
INSERT INTO surveys_tallysum AS total
    (survey_id, question_id, choice, dimension, "group", {_FIGURES})
SELECT {SUM_KEY}, {{figures}}
FROM ({SUMS_OF.format(cells="SELECT * FROM counted")}) AS sums ORDER BY {SUM_KEY}
ON CONFLICT ON CONSTRAINT tally_sum_unique DO UPDATE
SET {", ".join(f"{one} = total.{one} + excluded.{one}" for one in FIGURES)}
"""

# In one order for all workers, so that none waits for another that waits for it.
ADD = f"""
counted AS MATERIALIZED ({{cells}}), added AS (
    INSERT INTO surveys_tally AS tally ({KEY}, {_FIGURES})
    SELECT {KEY}, {_FIGURES} FROM counted ORDER BY {KEY}
    ON CONFLICT ON CONSTRAINT tally_cell_unique DO UPDATE
    SET {", ".join(f"{one} = tally.{one} + excluded.{one}" for one in FIGURES)}
)
{_ADD_SUMS.format(figures=_FIGURES)}
"""

SUBTRACT = f"""
counted AS MATERIALIZED ({{cells}}), subtracted AS (
    UPDATE surveys_tally AS tally
    SET {", ".join(f"{one} = tally.{one} - cell.{one}" for one in FIGURES)}
    FROM (
        SELECT t.id, {", ".join(f"counted.{one}" for one in FIGURES)}
        FROM surveys_tally t JOIN counted ON (
            t.survey_id = counted.survey_id
            AND t.question_id IS NOT DISTINCT FROM counted.question_id
            AND t.choice = counted.choice AND t.collector_id = counted.collector_id
            AND t.language = counted.language
            AND t.district_id IS NOT DISTINCT FROM counted.district_id
            AND t.day = counted.day
        )
        ORDER BY {", ".join(f"t.{part}" for part in KEY.split(", "))}
        FOR UPDATE OF t
    ) AS cell
    WHERE tally.id = cell.id
)
{_ADD_SUMS.format(figures=", ".join(f"-{one}" for one in FIGURES))}
"""

# Materialized, because a plan that runs the locking part again for each row would
# take more than the limit.
TAKE = """
WITH first AS MATERIALIZED (
    SELECT response_id FROM surveys_unfoldedresponse
    ORDER BY response_id LIMIT %s FOR UPDATE SKIP LOCKED
)
DELETE FROM surveys_unfoldedresponse queued USING first
WHERE queued.response_id = first.response_id RETURNING queued.response_id
"""

# One statement and so one snapshot: what it counts is what it takes from the queue.
RECOUNT = """
WITH taken AS (
    DELETE FROM surveys_unfoldedresponse queued USING surveys_response r
    WHERE r.id = queued.response_id AND r.survey_id = %(survey)s
), {add}
"""

_DIFFERS = " OR ".join(f"sum({figure}) <> 0" for figure in FIGURES)
_NEGATIVE = ", ".join(f"-{figure}" for figure in FIGURES)
COMPARE = f"""
WITH counted AS MATERIALIZED ({{cells}})
SELECT (
    SELECT count(*) FROM (
        SELECT FROM (
            SELECT {KEY}, {_FIGURES} FROM counted
            UNION ALL
            SELECT {KEY}, {_NEGATIVE} FROM surveys_tally WHERE survey_id = %(survey)s
        ) AS both_counts
        GROUP BY {KEY} HAVING {_DIFFERS}
    ) AS differences
) + (
    SELECT count(*) FROM (
        SELECT FROM (
            SELECT * FROM ({SUMS_OF.format(cells="SELECT * FROM counted")}) AS sums
            UNION ALL
            SELECT survey_id, question_id, choice, dimension, "group", {_NEGATIVE}
            FROM surveys_tallysum WHERE survey_id = %(survey)s
        ) AS both_sums
        GROUP BY {SUM_KEY} HAVING {_DIFFERS}
    ) AS differences
)
"""

# What is folded from the sums, what waits from the responses: in one snapshot, so
# that a response is neither missed nor counted twice.
READ = f"""
SELECT question_id, choice, dimension, group_of,
       sum(people)::bigint, sum(points), sum(squares)
FROM (
    SELECT question_id, choice, dimension, "group" AS group_of, people, points, squares
    FROM surveys_tallysum WHERE survey_id = %(survey)s
    UNION ALL
    SELECT question_id, choice, dimension, group_of, people, points, squares
    FROM ({SUMS_OF}) AS waiting
) AS counted
GROUP BY question_id, choice, dimension, group_of HAVING sum(people) <> 0
"""
