# One image for web, worker, beat and migrations; docker-compose.yml says which.
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/srv/portal/var
WORKDIR /srv/portal

# Fonts with Persian and Vietnamese letters, for documents made on the server.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/portal portal

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt

COPY . .

# Only what these two commands need to start; nothing of it stays in the image.
RUN export SECRET_KEY=only-while-the-image-is-built-0123456789-abcdefghijkl \
        ALLOWED_HOSTS=localhost DATABASE_URL=postgresql://none/none \
        REDIS_URL=redis://none \
    && python manage.py compile_catalogs \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q civic surveys engagement organizing

USER 10001
EXPOSE 8000
CMD ["granian", "--interface=wsgi", "--host=0.0.0.0", "--port=8000", "--workers=2", "--blocking-threads=4", "--backpressure=64", "--workers-kill-timeout=5", "--log-level=warning", "civic.wsgi:application"]
