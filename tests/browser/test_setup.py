"""The browser itself: it starts, reaches the portal, and can be without a script."""


def test_browser_reaches_the_portal(phone):
    response = phone.goto("/healthz/live")

    assert response.status == 200
    assert response.json() == {"status": "ok"}


def test_browser_without_script_runs_none(without_script):
    without_script.set_content(
        "<noscript>plain</noscript><script>document.title = 'ran'</script>"
    )

    assert without_script.title() == ""
    assert without_script.inner_text("body") == "plain"


def test_person_is_signed_in(browser_as, desktop, librarian):
    page = browser_as(librarian, desktop)

    assert page.goto("/en/desk/").url == page.url
