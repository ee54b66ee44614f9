"""What LimeSurvey's question types and settings are here."""

from surveys.exchange.findings import Outcome
from surveys.models import Question

Kind = Question.Kind

NOT_ASKED = {
    "I": Outcome.LEFT_OUT,  # switches the language; ours stands on every page
    "*": Outcome.RECORDED_UNASKED,
    "|": Outcome.LEFT_OUT,
}
SINGLES = {"L": Kind.SINGLE, "!": Kind.DROPDOWN, "O": Kind.SINGLE}
TEXTS = {"S": Kind.SHORT_TEXT, "T": Kind.LONG_TEXT, "U": Kind.LONG_TEXT}
MULTIPLES = {"M", "P"}
PARTS = {"K": Kind.NUMBER, "Q": Kind.SHORT_TEXT}
CELLS = {":": Kind.NUMBER, ";": Kind.SHORT_TEXT}
LISTED_MATRICES = {"F", "H"}
POINTS = {"A": 5, "B": 10}
FIVE_POINTS = 5

CORE_THEMES = {
    "",
    "core",
    "longfreetext",
    "shortfreetext",
    "hugefreetext",
    "multipleshorttext",
    "numerical",
    "multiplenumeric",
    "yesno",
    "gender",
    "5pointchoice",
    "language",
    "list_dropdown",
    "listradio",
    "list_with_comment",
    "multiplechoice",
    "multiplechoice_with_comments",
    "date",
    "ranking",
    "boilerplate",
    "equation",
    "file_upload",
}

# Values that stand for “nothing special” in nearly every setting
USUAL = {"", "0", "N", "no", "default", "false", "-1"}
USUAL_OF = {
    "statistics_showgraph": {"1"},
    "statistics_showmap": {"1"},
    "time_limit_action": {"1"},
    "display_columns": {"1"},
    "fix_height": {"200"},
    "location_mapheight": {"300"},
    "location_mapwidth": {"500"},
    "location_mapzoom": {"11"},
    "crop_or_resize": {"resize"},
    "show_search": {"true"},
    "show_tick": {"true"},
}
LOOKS = {
    "addlineicon",
    "alphasort",
    "answer_width",
    "assessment_value",
    "button_size",
    "category_separator",
    "choice_title",
    "cssclass",
    "display_columns",
    "display_rows",
    "display_type",
    "dropdown_dates",
    "dropdown_prefix",
    "dropdown_size",
    "fix_height",
    "fix_width",
    "hide_tip",
    "input_boxes",
    "input_size",
    "label_input_columns",
    "location_mapheight",
    "location_mapwidth",
    "location_mapzoom",
    "other_position",
    "page_break",
    "placeholder",
    "printable_help",
    "public_statistics",
    "rank_title",
    "repeat_headings",
    "reverse",
    "samechoiceheight",
    "samelistheight",
    "showpopups",
    "slider_default",
    "slider_layout",
    "slider_middlestart",
    "slider_rating",
    "slider_showminmax",
    "statistics_graphtype",
    "statistics_showgraph",
    "statistics_showmap",
    "text_input_columns",
    "text_input_width",
    "use_dropdown",
    "visualize",
    "width_entry",
}
