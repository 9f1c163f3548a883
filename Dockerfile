# Plein as an image: web by default, worker and scheduler by another command. Nothing in it runs as root.
FROM node:24-bookworm-slim AS node

FROM python:3.13-slim-bookworm AS build
# Only to gather what the browser gets; the image that runs has no node.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
WORKDIR /build
COPY requirements.lock requirements.image.lock ./
RUN python -m venv /plein \
 && /plein/bin/pip install --no-cache-dir --require-hashes -r requirements.image.lock \
 && sed -n '/^setuptools==/,/[^\\]$/p' requirements.lock > build.lock \
 && python -m pip install --no-cache-dir --require-hashes -r build.lock
COPY . .
RUN /plein/bin/python -m hub.kit.assets build \
 && /plein/bin/python -m hub.kit.words compile \
 && python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
 && /plein/bin/pip install --no-cache-dir --no-deps /wheel/plein-*.whl

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --create-home --home-dir /srv/plein --shell /usr/sbin/nologin plein \
 && install -d -o plein -g plein -m 0700 /srv/plein/storage
COPY --from=build /plein /plein
ENV PATH=/plein/bin:$PATH PYTHONUNBUFFERED=1 PLEIN_STORAGE=/srv/plein/storage
WORKDIR /srv/plein
USER 10001
VOLUME /srv/plein/storage
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
# Backpressure counts connections, not requests: lower, and idle browsers would hang the site.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8080", "--workers", "2", "--blocking-threads", "8", \
     "--backlog", "4096", "--backpressure", "8192", "--respawn-failed-workers", "hub.wsgi:app"]
