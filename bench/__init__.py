"""Benchmarks: each figure beside its ceiling, measured in the same run.

``make bench`` prints a table and writes ``var/bench.json``. A bare Django program
(``bare.py``) does only what the row needs: it gives out the same bytes, validates the
same form, writes one row and redirects. Both stand on the same server, workers and
database, with the same number of visitors at once.

What is compared:

- The bare program has no middleware and no kept pages to look up, but it uses the
  portal's own form class, with whatever makes that fast.
- Over three pages, a visitor of either program makes the same seven requests: three
  forms, three posts and the thank-you page. Each bare post writes a row of its own;
  the portal keeps two drafts and then the response. One more line, without a goal,
  shows the portal beside the five requests of a visitor who posts three times from
  the first form and never fetches pages 2 and 3.
- Portal and bare take turns in slices of less than a second. Figures are medians over
  the slices, ratios are medians over pairs of neighbors, so that other work on the
  machine meets both or drops out. CPU per visit, of web server and database, hardly
  depends on such work.
- At the end, the rows in the database must be exactly those that were confirmed, and
  the load generator, measured alone, must be faster than what it measured.
"""
