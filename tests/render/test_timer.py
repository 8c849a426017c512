"""The lines for cron and systemd."""

from archive.render.timer import crontab_line, systemd_service, systemd_timer

COMMAND = ["/opt/my tools/archive", "recrawl", "--db", "100%.db"]


def test_crontab_line() -> None:
    """Words with spaces are quoted, and a per cent sign does not end the command."""
    line = crontab_line(COMMAND, "/srv/news", 3, 20)
    assert line == "20 3 * * * cd /srv/news && '/opt/my tools/archive' recrawl --db 100\\%.db\n"


def test_systemd_service() -> None:
    """systemd's own marks are doubled."""
    unit = systemd_service([*COMMAND, "$HOME"], "/srv/50%", "100%.db", user="news")
    assert 'ExecStart="/opt/my tools/archive" recrawl --db "100%%.db" "$$HOME"\n' in unit
    assert "WorkingDirectory=/srv/50%%\n" in unit


def test_systemd_timer() -> None:
    """Each night at that time."""
    assert "OnCalendar=*-*-* 03:05:00\n" in systemd_timer(3, 5)
