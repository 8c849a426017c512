from collections.abc import Iterator

import pytest

from tests.loopback import Site


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def secure_site() -> Iterator[Site]:
    site = Site(secure=True)
    yield site
    site.close()
