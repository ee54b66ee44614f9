from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from civic import languages
from engagement.held_out import PARTS, SEED, Measures, trial
from engagement.theming import examples_in, wording_in

COLUMNS = "{:<10}{:>8}  {:<22}{:>10}{:>8}{:>8}"


class Command(BaseCommand):
    """Measure suggestions on held-out answers beside the most frequent themes."""

    help = (
        "Measure suggestions on coded answers that were held out, by language: "
        "precision (suggested themes that the coder gave, out of three), recall (the "
        "coder's themes that were suggested) and hits (answers with at least one "
        "right), as means over answers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--language", choices=languages.CODES, help="only this language"
        )

    def handle(self, *args, **options) -> None:
        chosen = options["language"]
        self.stdout.write(
            f"Three suggestions an answer; {PARTS} parts, seed {SEED}; answers of the "
            "same words once."
        )
        self.stdout.write(
            COLUMNS.format("language", "answers", "", "precision", "recall", "hits")
        )
        for language in [chosen] if chosen else languages.CODES:
            self._measure(language)

    def _measure(self, language: str) -> None:
        found = trial(examples_in(language), wording_in(language))
        if found is None:
            self.stdout.write(f"{language:<10}too few answers are coded")
            return
        self._line(language, found.answers, "learnt", found.learnt)
        self._line("", "", "learnt, no definitions", found.from_notes)
        self._line("", "", "most frequent themes", found.frequent)
        self.stdout.write(
            COLUMNS.format("", "", "best possible", _share(found.best), "", "")
        )

    def _line(
        self, language: str, answers: object, name: str, measures: Measures
    ) -> None:
        shares = (measures.precision, measures.recall, measures.hits)
        self.stdout.write(COLUMNS.format(language, answers, name, *map(_share, shares)))


def _share(value: float) -> str:
    return f"{value:.3f}"
