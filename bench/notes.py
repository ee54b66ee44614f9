"""Fills a database with answers in words as a city gathers them in two years.

Two of five come from surveys, the others from talks and boards at events. Seven of ten
are coded, the older ones first, as it goes when work waits; one theme was given long
ago only, and one word is rare.
"""

import random

from django.db import connection
from django.utils import timezone

from bench.questionnaire import make_survey
from civic.models import District, User
from engagement.models import OutreachEvent, Theme
from surveys.models import Collector, Survey

WORDS = {
    "en": "library open later weekend quiet room children homework help more books "
    "cooking gardening classes adults English study noisy parking evening safe bus",
    "vi": "thư viện mở cửa muộn hơn cuối tuần phòng yên tĩnh trẻ em bài tập giúp đỡ "
    "nhiều sách nấu ăn làm vườn lớp học người lớn chỗ ngồi ồn đậu xe buổi tối an toàn",
    "pl": "biblioteka otwarta dłużej weekend cichy pokój dzieci lekcje pomoc więcej "
    "książek gotowanie ogród zajęcia dorośli miejsce głośno parking wieczorem autobus",
    "fa": "کتابخانه دیرتر بسته شود آخر هفته اتاق ساکت بچه‌ها تکلیف کمک کتاب‌های بیشتر "
    "آشپزی باغبانی کلاس بزرگسالان جای مطالعه شلوغ پارکینگ عصر امن اتوبوس می‌خواهیم",
    "it": "biblioteca aperta più tardi fine settimana sala silenziosa bambini compiti "
    "aiuto libri cucina giardino corsi adulti spazio rumoroso parcheggio sera sicuro",
}
RARE = "hammock"
SENTENCES = 2_000  # of each language
EVENTS = 400
KINDS = (Collector.Kind.LINK, Collector.Kind.KIOSK, Collector.Kind.PAPER)

# Older ones first, so that the order of their keys is that of their days.
ANSWERS = """
WITH sent AS (
    SELECT n, CASE WHEN n %% 5 < 2 THEN %(ways)s::bigint[] ELSE %(talks)s::bigint[] END
              AS collectors,
           (ARRAY['en', 'en', 'en', 'vi', 'vi', 'fa', 'pl', 'it'])
               [1 + n * 7919 %% 8] AS language,
           now() - (%(notes)s - n) * interval '2 years' / %(notes)s AS moment
    FROM generate_series(1, %(notes)s) n
), answered AS (
    INSERT INTO surveys_response (submission, survey_id, collector_id, language,
        people, district_id, answers, receipt_hash, review_state, review_reason,
        started_at, submitted_at)
    SELECT gen_random_uuid(), c.survey_id, c.id, sent.language, 1 + (n %% 17 = 0)::int,
        CASE WHEN n %% 3 = 0 THEN (%(districts)s::bigint[])[1 + n %% 10] END,
        jsonb_build_object('wish1', text || CASE WHEN n %% 5000 = 1
                                            THEN ' %(rare)s' ELSE '' END),
        '', CASE WHEN n %% 50 = 0 THEN 'excluded' ELSE 'accepted' END, '',
        moment, moment
    FROM sent
    JOIN surveys_collector c
        ON c.id = collectors[1 + n * 31 %% cardinality(collectors)]
    JOIN bench_sentence s
        ON s.language = sent.language AND s.number = n * 7907 %% %(sentences)s
    ORDER BY n
    RETURNING id, survey_id, collector_id, language, people, district_id, answers,
        review_state, submitted_at
), logged AS (
    INSERT INTO engagement_conversation (response_id, event_id, method, quotation,
        quotation_consent, reading, wants_follow_up, logged_at, edits)
    SELECT r.id, outreachevent_id,
        CASE WHEN r.id %% 2 = 0 THEN 'question_board' ELSE 'conversation' END,
        '', 'none', '', FALSE, submitted_at, 0
    FROM answered r JOIN engagement_outreachevent_collectors USING (collector_id)
)
INSERT INTO surveys_openanswer (response_id, question_id, collector_id, district_id,
    text, language, people, day, is_counted)
SELECT r.id, q.id, collector_id, district_id, answers ->> 'wish1', language, people,
    submitted_at::date, review_state <> 'excluded'
FROM answered r JOIN surveys_question q USING (survey_id) WHERE q.code = 'wish1'
ORDER BY r.id
"""
CODED = """
WITH coded AS (
    INSERT INTO engagement_codedanswer (answer_id, round, coded_by_id, coded_at)
    SELECT id, 'first', (%(coders)s::bigint[])[1 + id %% 4], now()
    FROM (SELECT a.id, percent_rank() OVER (ORDER BY a.id) AS age
          FROM surveys_openanswer a JOIN surveys_question q ON q.id = a.question_id
          WHERE q.code = 'wish1') AS notes
    WHERE age < 0.7 ORDER BY id
    RETURNING id, answer_id
)
INSERT INTO engagement_coding
    (coded_answer_id, theme_id, is_in_tension, is_minority_view, was_suggested)
SELECT id, (%(themes)s::bigint[])[1 + (power(random(), 2) * 46)::int],
    random() < 0.02, random() < 0.01, FALSE
FROM coded, generate_series(1, 3) WHERE random() < 0.55
UNION
SELECT id, %(old)s, FALSE, FALSE, FALSE
FROM (SELECT id FROM coded ORDER BY answer_id LIMIT 4000) AS oldest
ON CONFLICT DO NOTHING
"""


def fill(notes: int) -> None:
    """Make so many answers in words, most of them coded."""
    ways, talks = _ways(), _talks()
    parameters = {
        "notes": notes,
        "sentences": SENTENCES,
        "ways": ways,
        "talks": talks,
        "districts": list(District.objects.values_list("pk", flat=True)[:10]),
        "coders": [_coder(number) for number in range(4)],
    }
    *themes, old = _themes()
    with connection.cursor() as cursor:
        _make_sentences(cursor)
        # Not folded here: what folding does is measured elsewhere.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(ANSWERS.replace("%(rare)s", RARE), parameters)
        cursor.execute(CODED, {**parameters, "themes": themes, "old": old})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def _make_sentences(cursor) -> None:
    chance = random.Random(4)
    rows = [
        (language, number, " ".join(chance.choices(words.split(), k=2 + number % 20)))
        for language, words in WORDS.items()
        for number in range(SENTENCES)
    ]
    cursor.execute(
        "CREATE TEMP TABLE bench_sentence (language text, number int, text text)"
    )
    cursor.executemany("INSERT INTO bench_sentence VALUES (%s, %s, %s)", rows)
    cursor.execute("ANALYZE bench_sentence")


def _ways() -> list[int]:
    """Collectors of four surveys for residents, three of each."""
    surveys = [make_survey(f"bench-words-{number}", pages=1) for number in range(4)]
    return [
        Collector.objects.create(survey=one, kind=kind, slug=f"{one.slug}-{kind}").pk
        for one in surveys
        for kind in KINDS
    ]


def _talks() -> list[int]:
    """Collectors of the talks at each event, by one guide."""
    guide = make_survey("bench-guide", pages=1)
    Survey.objects.filter(pk=guide.pk).update(purpose=Survey.Purpose.GUIDE)
    return [_talk(guide, number) for number in range(EVENTS)]


def _talk(guide: Survey, number: int) -> int:
    begins = timezone.now() - timezone.timedelta(days=1 + number)
    event = OutreachEvent.objects.create(
        slug=f"bench-{number}",
        title=f"Event {number}",
        status=OutreachEvent.Status.HELD,
        setting=OutreachEvent.Setting.values[number % 9],
        district=District.objects.get(code=f"bench-{number % 10}"),
        starts_at=begins,
        ends_at=begins + timezone.timedelta(hours=2),
    )
    collector = Collector.objects.create(
        survey=guide, kind=Collector.Kind.CONVERSATION, slug=f"bench-talk-{number}"
    )
    event.collectors.add(collector)
    return collector.pk


def _coder(number: int) -> int:
    return User.objects.create_user(f"coder{number}@bench.example").pk


def _themes() -> list[int]:
    """Eight themes with five below each."""
    made = []
    for top in range(8):
        parent = _theme(f"bench-{top}", None)
        made += [parent, *(_theme(f"bench-{top}-{each}", parent) for each in range(5))]
    return [theme.pk for theme in made]


def _theme(code: str, parent: Theme | None) -> Theme:
    return Theme.objects.create(code=code, name=f"Theme {code}", parent=parent)
