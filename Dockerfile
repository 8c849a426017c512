# docker build -t news-archive . && docker run --rm -v news:/data news-archive ingest https://example.com/news/storm
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/archive && /opt/archive/bin/pip install --no-cache-dir '.[reader]'

FROM python:3.13-slim
RUN useradd --uid 10001 --user-group --home-dir /data --create-home archive
COPY --from=build /opt/archive /opt/archive
ENV PATH=/opt/archive/bin:$PATH ARCHIVE_DB=/data/archive.db
USER 10001:10001
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=5m --timeout=30s CMD ["archive", "stats", "--format", "json"]
ENTRYPOINT ["archive"]
CMD ["--help"]
