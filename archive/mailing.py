"""Send a mail: through an SMTP server, or the sendmail of this machine."""

import re
import shutil
import smtplib
import socket
import ssl
import subprocess
from email.message import EmailMessage
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from archive.errors import ArchiveError, UsageError
from archive.settings import Settings

ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f-][^\s@<>,;:\"()\[\]\\\x00-\x1f]{0,200}@[\w.-]{1,250}")
PLACES: Final = "/usr/sbin:/usr/lib:/usr/local/sbin"
WAIT: Final = 60.0
"""Seconds for each step of a delivery."""
LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def check_mail(addresses: tuple[str, ...], settings: Settings) -> None:
    """Raise UsageError for what is no address, and where there is no way to send."""
    for address in addresses:
        if not ADDRESS.fullmatch(address):
            raise UsageError(f"{address!r} is no mail address", where="--mail-to")
    if not settings.smtp and _sendmail() is None:
        raise UsageError(
            "there is no sendmail here: name a server, such as smtp = 'smtp://mail.example:587'", where="smtp"
        )


def send_mail(addresses: tuple[str, ...], subject: str, text: str, settings: Settings) -> None:
    """Send a text. Raises ArchiveError, which names the server, if it is not taken."""
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = _sender(settings)
    message["To"] = ", ".join(addresses)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        if settings.smtp:
            _send_by_server(message, urlsplit(settings.smtp))
        else:
            _send_by_program(message)
    except (OSError, smtplib.SMTPException, subprocess.SubprocessError) as error:
        told = " ".join(str(error).split()) or type(error).__name__
        raise ArchiveError(f"the mail was not sent: {told}", where=_place(settings)) from error


def _send_by_server(message: EmailMessage, server: SplitResult) -> None:
    host, context = server.hostname or "", ssl.create_default_context()
    secure = server.scheme == "smtps"
    connect = (
        smtplib.SMTP_SSL(host, server.port or 465, timeout=WAIT, context=context)
        if secure
        else smtplib.SMTP(host, server.port or 25, timeout=WAIT)
    )
    with connect as session:
        session.ehlo()
        if not secure and session.has_extn("starttls"):
            session.starttls(context=context)
            session.ehlo()
            secure = True
        if server.username:
            if not secure and host not in LOCAL:
                raise smtplib.SMTPException("it offers no TLS, and a password is not sent without")
            session.login(unquote(server.username), unquote(server.password or ""))
        session.send_message(message)


def _send_by_program(message: EmailMessage) -> None:
    program = _sendmail()
    if program is None:
        raise OSError("there is no sendmail here")
    subprocess.run([program, "-t", "-oi"], input=message.as_bytes(), check=True, timeout=WAIT, capture_output=True)


def _sendmail() -> str | None:
    return shutil.which("sendmail") or shutil.which("sendmail", path=PLACES)


def _sender(settings: Settings) -> str:
    if settings.mail_from:
        return settings.mail_from
    return settings.contact if ADDRESS.fullmatch(settings.contact) else f"archive@{socket.gethostname()}"


def _place(settings: Settings) -> str:
    server = urlsplit(settings.smtp)
    return f"{server.scheme}://{server.netloc.rpartition('@')[2]}" if settings.smtp else "sendmail"
