"""Hosts that workers ask: each is one job's at a time, in one program and in all, and a dead program has none."""

from archive.store.postgres.host_locks import HostClaims, open_host_locks


def test_a_host_is_one_jobs_at_a_time(url: str) -> None:
    """Its own host a job has to its end; one that a redirect led to it leaves after the request."""
    with open_host_locks(url, "here") as here:
        with open_host_locks(url, "there") as there:
            tide, quay, keel = HostClaims(here, "tide"), HostClaims(here, "quay"), HostClaims(there, "keel")
            assert [tide.take("tide"), tide.take("tide"), quay.take("tide"), keel.take("tide")] == [
                True,
                True,
                False,
                False,
            ]
            tide.let_go("tide")
            assert not keel.take("tide")
            assert tide.take("other")
            assert not keel.take("other")
            tide.let_go("other")
            assert keel.take("other")
            tide.close()
            assert [keel.take("tide"), quay.take("tide")] == [True, False]
        assert [quay.take("tide"), quay.take("other")] == [True, True]
