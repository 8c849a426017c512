# docker build -t news-archive . && docker run --rm -v news:/data news-archive ingest https://example.com/news/storm
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links=/wheels news-archive \
    && useradd --system --uid 10001 --home-dir /data --create-home archive
USER archive
WORKDIR /data
VOLUME /data
ENV ARCHIVE_DB=/data/archive.db
HEALTHCHECK --interval=5m --timeout=30s CMD ["archive", "stats", "--format", "json"]
ENTRYPOINT ["archive"]
CMD ["--help"]
