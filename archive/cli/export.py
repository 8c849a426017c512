"""`archive export`: articles into a file or folder."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, filter_options, open_archive
from archive.cli.output import current_screen, print_pieces
from archive.errors import UsageError
from archive.render.export_files import FORMS, ExportForm, article_pieces, form_of, write_text
from archive.render.terminal import count_of

if TYPE_CHECKING:
    from archive.store.read.filters import Filter

HELP = f"""{COMMANDS["export"]}

jsonl, csv and tsv go to standard output or, with -o, into one file; markdown is one file an article, and -o its folder;
parquet is a file (pip install 'news-archive[parquet]'), and so is warc, which has the pages as received (pip install
'news-archive[warc]'). Without --format the ending of the name tells: articles.parquet, pages.warc.gz. A link is
followed, a pipe or device is written into.

A card stands beside each file, articles.csv.card.json: the question, the counts, the digest, the versions. The same
question to the same archive gives the same bytes.

datasette is no form of articles: it writes how Datasette shows the archive itself, with facets and questions.

--bundle writes all that is held of one article into a zip file: texts, differences, times, headers and the pages as
received. `sha256sum -c SHA256SUMS` checks it once it is unpacked.

\b
  archive export > articles.jsonl
  archive export -o articles.csv --source Reuters
  archive export -o own.parquet --provenance own
  archive export -o pages.warc.gz
  archive export --format datasette -o metadata.json && datasette archive.db -m metadata.json
  archive export --bundle https://example.com/story -o story.zip
  archive export --format markdown -o articles/
"""


DATASETTE = "datasette"


@click.command(help=HELP)
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMS, DATASETTE]),
    help="How to write it.  [default: by the name, or jsonl]",
)
@click.option("--bundle", metavar="URL|ID", help="Write one article with its past and its pages, into a zip file.")
@click.option("-o", "--output", metavar="PATH", help="Where to write.")
@filter_options
@common_options
def command(form: str | None, output: str | None, bundle: str | None, db: str | None, wanted: "Filter") -> None:
    """Write the articles."""
    if bundle is not None:
        _write_bundle(bundle, output, db)
        return
    if form == DATASETTE:
        _write_metadata(output, db)
        return
    if output is not None:
        form_of(output, form, FORMS)  # a wrong one is told before the archive is opened
    with open_archive(db) as archive:
        if output is not None:
            chosen = cast("ExportForm | None", form)
            count = archive.export(output, chosen, wanted, raw_cells=current_screen().raw_cells)
            kind = "page" if form_of(output, form, FORMS) == "warc" else "article"
            click.echo(f"{count_of(count, kind)} written to {output}", err=True)
            return
        print_pieces(article_pieces(form or "jsonl", archive.articles(wanted), current_screen()))


def _write_metadata(output: str | None, db: str | None) -> None:
    with open_archive(db) as archive:
        told = archive.datasette_metadata()
    if output is None:
        print_pieces([told])
        return
    write_text(Path(output), told)
    click.echo(f"written to {output}; show it with: datasette FILE -m {output}", err=True)


def _write_bundle(article: str, output: str | None, db: str | None) -> None:
    if output is None:
        raise UsageError("name the zip file with -o: archive export --bundle URL -o story.zip", where="--bundle")
    with open_archive(db) as archive:
        digest = archive.bundle(article, output)
    click.echo(f"{output}: SHA-256 {digest}", err=True)
