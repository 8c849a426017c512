import sys
from pathlib import Path

import pytest

from archive.errors import ArchiveError, UsageError
from archive.mailing import check_mail, send_mail
from archive.settings import Settings
from tests.smtp_server import MailServer

DESK = ("desk@harbour.example",)


def test_a_mail_goes_through_a_server() -> None:
    """Sender, subject and text come as they were sent, in any script; a line of one dot is no end."""
    with MailServer() as server:
        send_mail(
            (*DESK, "night@harbour.example"),
            "Fähre\nspät",
            "Zwölf\n.\nEnde\n",
            Settings(smtp=server.url, mail_from="a@b.example"),
        )
        (mail,) = server.mails
    assert (mail["From"], mail["To"], mail["Subject"]) == (
        "a@b.example",
        "desk@harbour.example, night@harbour.example",
        "Fähre spät",
    )
    assert mail.get_content().replace("\r", "") == "Zwölf\n.\nEnde\n"


def test_a_mail_goes_through_sendmail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a server it is handed to sendmail, which reads the addresses from it."""
    program = tmp_path / "sendmail"
    kept = tmp_path / "mail"
    program.write_text(f"#!{sys.executable}\nimport sys\nopen({str(kept)!r}, 'wb').write(sys.stdin.buffer.read())\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    send_mail(DESK, "Edits", "One edit.\n", Settings(contact="desk@harbour.example"))
    told = (tmp_path / "mail").read_text()
    assert (
        "From: desk@harbour.example\n" in told and "To: desk@harbour.example\n" in told and told.endswith("One edit.\n")
    )


@pytest.mark.parametrize("refuses", [True, False])
def test_what_is_not_taken_is_told(refuses: bool) -> None:
    """A server that refuses, or is not there, is one line that names it, without its password."""
    with MailServer(refuses=refuses) as server:
        url = server.url if refuses else "smtp://localhost:1"
    if refuses:
        with MailServer(refuses=True) as server, pytest.raises(ArchiveError) as told:
            send_mail(DESK, "Edits", "One.", Settings(smtp=server.url))
    else:
        with pytest.raises(ArchiveError) as told:
            send_mail(DESK, "Edits", "One.", Settings(smtp=url.replace("//", "//user:secret@")))
    assert "the mail was not sent: " in str(told.value) and "secret" not in str(told.value)


@pytest.mark.parametrize("address", ["desk", "a@b.example, c@d.example", "-oQ@b.example", "a@b.example\nBcc: x@y.z"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """Nothing but an address reaches a header."""
    with pytest.raises(UsageError):
        check_mail((address,), Settings(smtp="smtp://localhost"))


def test_no_way_to_send_is_told_before_the_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has neither server nor sendmail hears it at once."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("archive.mailing.PLACES", str(tmp_path))
    with pytest.raises(UsageError, match="no sendmail here"):
        check_mail(DESK, Settings())
