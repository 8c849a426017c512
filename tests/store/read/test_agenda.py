"""What may be visited in a night."""

import pytest

from archive import urls
from archive.judge.schedule import Learnt, learn_rates
from archive.store.file.database import Database
from archive.store.read.agenda import Agenda
from archive.store.write.ledger import Ledger
from archive.store.write.runs import RunWriter
from tests.build import article, page

AT = "2026-12-01T02:00:00Z"
LEARNT = Learnt(learn_rates(()), {})


@pytest.mark.parametrize("host", ["www.harbourtimes.example", "192.0.2.7", "[2001:db8::7]"])
def test_ports_of_a_host_share_its_visits(database: Database, ledger: Ledger, host: str) -> None:
    """A host is one whatever its port, and called as everywhere else."""
    addresses = [f"http://{host}{port}/ferry?at=1:2" for port in ("", ":8080", ":8443")]
    ledger.record([page(article(url, f"{url} is where the ferry leaves.", site=host)) for url in addresses])
    agenda = Agenda(database)
    visits = list(agenda.due(AT, RunWriter(database).begin(AT).id, LEARNT))
    assert addresses == sorted(visit.url for visit in visits)
    assert {urls.host_of(addresses[0])} == {visit.host for visit in visits}
