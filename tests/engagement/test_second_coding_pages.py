"""The desk's pages of the second coding."""

import pytest
from django.urls import reverse

from engagement.actions.second_coding import Drawing, code_again, draw_sample
from engagement.models import CodingSample
from tests.engagement.coded_answers import OpenAnswerFactory, ThemeFactory, coded
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/en/desk/themes/second-coding/"


@pytest.fixture
def rents():
    return ThemeFactory(code="rents", name_en="Rents", definition_en="Rents and homes")


@pytest.fixture
def teens(rents):
    return ThemeFactory(code="teens", name_en="Teenagers", parent=ThemeFactory())


@pytest.fixture
def sample(librarian, editor, rents, teens):
    """Two answers that the editor coded, drawn for the librarian."""
    for text in ("The rent is high", "Rents <b>rise</b>"):
        coded(OpenAnswerFactory(text=text), rents, by=editor)
    return draw_sample(Drawing(number=2), coder=librarian, actor=editor, seed=1)


def page(name, *arguments):
    return reverse(f"engagement:{name}", args=arguments)


def code_all(sample, *themes):
    for sampled in sample.sampled.all():
        code_again(sampled, themes=themes, actor=sample.coder)


# Who may open them


@pytest.mark.parametrize("who", ["translator", "moderator", "trainer", "stranger"])
def test_second_coding_is_closed_to_other_roles(request, as_user, sample, who):
    client = as_user(request.getfixturevalue(who))

    for address in (
        LIST,
        page("coding-sample-create"),
        page("coding-sample", sample.pk),
        page("code-again", sample.pk),
        page("code-again-answer", sample.pk, 1),
    ):
        assert client.get(address).status_code == 403


def test_second_coding_sends_the_anonymous_to_sign_in(client, sample):
    for address in (LIST, page("code-again", sample.pk)):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"] == f"/en/accounts/login/?next={address}"


def test_sample_is_drawn_by_editors_only(as_user, librarian, sample):
    assert as_user(librarian).get(page("coding-sample-create")).status_code == 403


def test_sample_of_somebody_else_is_not_found(as_user, sample):
    colleague = as_user(UserFactory(roles=["librarian"]))

    for address in (
        page("coding-sample", sample.pk),
        page("code-again", sample.pk),
        page("code-again-answer", sample.pk, 1),
    ):
        assert colleague.get(address).status_code == 404


def test_difference_is_settled_by_editors_and_by_post_only(
    as_user, librarian, editor, sample, teens
):
    code_all(sample, teens)
    address = page("difference-settle", sample.pk, 1)

    assert as_user(librarian).post(address, {"settlement": "kept"}).status_code == 403
    assert as_user(editor).get(address).status_code == 405
    assert not sample.sampled.exclude(settlement="").exists()


# The list


def test_list_costs_the_same_for_one_and_for_three(
    as_user, librarian, editor, rents, django_assert_num_queries
):
    client = as_user(editor)
    for number, drawn_more in ((1, 1), (3, 2)):
        for _sample in range(drawn_more):
            coded(OpenAnswerFactory(), rents, by=editor)
            draw_sample(Drawing(number=1), coder=librarian, actor=editor)

        with django_assert_num_queries(5):
            response = client.get(LIST)

        assert len(response.context["samples"]) == number


def test_list_without_samples_says_what_will_be_here(as_user, librarian):
    assert "When an editor draws a sample for you" in as_user(librarian).get(LIST).text


# Drawing


def drawn(librarian, **fields):
    return {"coder": librarian.pk, "number": "30", "language": "", "theme": ""} | fields


def test_drawing_a_sample(as_user, librarian, editor, rents):
    coded(OpenAnswerFactory(), rents, by=editor)

    response = as_user(editor).post(
        page("coding-sample-create"), drawn(librarian, number="۳۰"), follow=True
    )

    assert response.redirect_chain == [(LIST, 303)]
    assert "Drawn: 1 answer for" in response.text
    assert CodingSample.objects.get().criteria["number"] == 30


@pytest.mark.parametrize(
    "refused",
    [
        ({"coder": ""}, "Choose the person who codes the sample."),
        ({"coder": "999999"}, "Choose the person who codes the sample."),
        ({"number": ""}, "Write how many answers are drawn."),
        ({"number": "0"}, "Draw at least 1 answer."),
        ({"number": "501"}, "Draw at most 500 answers at a time."),
        ({"number": "many"}, "Write a whole number in digits, such as 3."),
        ({"language": "xx"}, "Choose a language from the list."),
        ({"theme": "none"}, "Choose a theme from the list."),
        ({"language": "fa"}, "There is nothing to draw"),
    ],
)
def test_drawing_is_refused_with_what_is_wrong(
    as_user, librarian, editor, rents, refused
):
    fields, message = refused
    coded(OpenAnswerFactory(), rents, by=editor)

    response = as_user(editor).post(
        page("coding-sample-create"), drawn(librarian, **fields)
    )

    assert response.status_code == 422
    assert message in response.text
    assert not CodingSample.objects.exists()


def test_drawing_offers_only_people_who_code(as_user, librarian, editor, moderator):
    response = as_user(editor).get(page("coding-sample-create"))

    assert list(response.context["form"].fields["coder"].queryset) == [
        editor,
        librarian,
    ]


# Coding


def test_coding_shows_words_and_themes_and_not_the_first_coding(
    as_user, librarian, sample
):
    response = as_user(librarian).get(page("code-again", sample.pk), follow=True)

    assert response.redirect_chain == [(page("code-again-answer", sample.pk, 1), 303)]
    assert sample.sampled.first().answer.text.split()[0] in response.text
    assert "checked" not in response.text
    assert "Rents and homes" in response.text


def test_coding_shows_words_as_words(as_user, librarian, sample):
    sampled = sample.sampled.get(answer__text__contains="<b>")
    address = page("code-again-answer", sample.pk, sampled.position)

    assert "Rents &lt;b&gt;rise&lt;/b&gt;" in as_user(librarian).get(address).text


def test_coding_goes_on_to_the_next_and_ends_with_the_agreement(
    as_user, librarian, sample, teens
):
    client = as_user(librarian)
    chain = []
    for position in (1, 2):
        response = client.post(
            page("code-again-answer", sample.pk, position),
            {"themes": ["teens"]},
            follow=True,
        )
        chain.append([address for address, _status in response.redirect_chain])

    next_one = page("code-again", sample.pk)
    assert chain == [
        [next_one, page("code-again-answer", sample.pk, 2)],
        [next_one, page("coding-sample", sample.pk)],
    ]
    assert [one.second_themes for one in sample.sampled.all()] == [["teens"]] * 2


def test_coding_that_no_theme_fits(as_user, librarian, sample):
    client, address = as_user(librarian), page("code-again-answer", sample.pk, 1)
    client.post(address, {"none_fits": "on"})

    assert sample.sampled.first().second_themes == []
    assert client.get(address).context["form"]["none_fits"].value() is True


def test_coding_shows_again_what_was_chosen(as_user, librarian, sample):
    client, address = as_user(librarian), page("code-again-answer", sample.pk, 1)
    client.post(address, {"themes": ["teens"]})

    assert client.get(address).context["form"].chosen == {"teens"}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose at least one theme, or say that none fits."),
        ({"themes": ["gone"]}, "was taken out of use meanwhile"),
        ({"themes": ["rents\x00"]}, "Null characters are not allowed."),
        ({"themes": ["rents"], "none_fits": "on"}, "also said that none fits"),
    ],
)
def test_coding_is_refused_with_what_is_wrong(
    as_user, librarian, sample, sent, message
):
    response = as_user(librarian).post(page("code-again-answer", sample.pk, 1), sent)

    assert response.status_code == 422
    assert message in response.text
    assert sample.sampled.first().second_themes is None


def test_coding_keeps_what_is_chosen_when_the_language_changes(
    as_user, librarian, sample
):
    response = as_user(librarian).post(
        page("code-again-answer", sample.pk, 1).replace("/en/", "/fa/"),
        {"themes": ["rents"], "in_language": "fa"},
    )

    assert response.status_code == 200
    assert response.context["form"].chosen == {"rents"}
    assert sample.sampled.first().second_themes is None


def test_coding_an_answer_that_is_not_in_the_sample_is_not_found(
    as_user, librarian, sample
):
    address = page("code-again-answer", sample.pk, 3)

    assert as_user(librarian).get(address).status_code == 404


def test_coding_a_finished_sample_leads_to_the_agreement(
    as_user, librarian, sample, teens
):
    code_all(sample, teens)
    address = page("code-again-answer", sample.pk, 1)

    response = as_user(librarian).get(address)

    assert (response.status_code, response["Location"]) == (
        303,
        page("coding-sample", sample.pk),
    )


def test_coding_a_finished_sample_all_the_same_is_refused(
    as_user, librarian, sample, rents, teens
):
    code_all(sample, teens)
    address = page("code-again-answer", sample.pk, 1)

    response = as_user(librarian).post(address, {"themes": ["rents"]})

    assert response.status_code == 422
    assert "coded to the end" in response.text


# The agreement


def test_agreement_is_hidden_from_the_coder_until_the_sample_is_coded(
    as_user, librarian, editor, sample, teens
):
    address = page("coding-sample", sample.pk)
    code_again(sample.sampled.first(), themes=[teens], actor=librarian)
    assert as_user(librarian).get(address).context["comparison"] is None
    assert as_user(editor).get(address).context["comparison"] is not None

    code_again(sample.sampled.last(), themes=[teens], actor=librarian)
    assert as_user(librarian).get(address).context["comparison"] is not None


def test_agreement_lists_where_they_differ_side_by_side(
    as_user, editor, sample, rents, teens
):
    one, other = sample.sampled.all()
    code_again(one, themes=[teens], actor=sample.coder)
    code_again(other, themes=[rents], actor=sample.coder)

    response = as_user(editor).get(page("coding-sample", sample.pk))

    [found] = response.context["comparison"].differences
    assert (found.sampled, found.first_only, found.second_only) == (
        one,
        [rents],
        [teens],
    )
    assert "Too little to rely on" in response.text


def test_agreement_without_an_alpha_says_so_in_words(as_user, editor, sample, rents):
    code_all(sample, rents)

    response = as_user(editor).get(page("coding-sample", sample.pk))

    assert "There is no alpha" in response.text
    assert (
        "Both coders gave exactly the same themes to 2 of 2 answers." in response.text
    )
    assert "Both gave every answer the very same themes." in response.text


def test_settling_a_difference(as_user, editor, sample, teens):
    code_all(sample, teens)

    response = as_user(editor).post(
        page("difference-settle", sample.pk, 1), {"settlement": "taken"}, follow=True
    )

    assert "Settled: answer 1." in response.text
    assert "The second coding was taken over" in response.text
    assert sample.sampled.first().settlement == "taken"


def test_settling_leads_on_to_the_next_difference(as_user, editor, sample, teens):
    code_all(sample, teens)
    client, there = as_user(editor), page("coding-sample", sample.pk)

    led = [
        client.post(
            page("difference-settle", sample.pk, position), {"settlement": "kept"}
        )["Location"]
        for position in (2, 1)
    ]

    assert led == [f"{there}#answer-1", f"{there}#answer-1"]


@pytest.mark.parametrize("sent", [{}, {"settlement": "burned"}])
def test_settling_in_no_known_way_is_refused(as_user, editor, sample, teens, sent):
    code_all(sample, teens)

    response = as_user(editor).post(
        page("difference-settle", sample.pk, 1), sent, follow=True
    )

    assert "Choose one of the three ways to settle it." in response.text
    assert sample.sampled.first().settlement == ""


def test_settling_before_the_sample_is_coded_is_refused(as_user, editor, sample, teens):
    code_again(sample.sampled.first(), themes=[teens], actor=sample.coder)

    response = as_user(editor).post(
        page("difference-settle", sample.pk, 1), {"settlement": "kept"}, follow=True
    )

    assert "Settle it when the whole sample is coded." in response.text


def test_settling_twice_says_that_it_is_settled(as_user, editor, sample, teens):
    code_all(sample, teens)
    client, address = as_user(editor), page("difference-settle", sample.pk, 1)
    client.post(address, {"settlement": "kept"})

    response = client.post(address, {"settlement": "taken"}, follow=True)

    assert "This answer was settled already." in response.text
    assert sample.sampled.first().settlement == "kept"
