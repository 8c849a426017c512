"""`archive organizations`: who is credited, and merging two names of one."""

from pathlib import Path

from tests.commands import Run, records


def test_organizations(run: Run, wire: Path) -> None:
    """Who is credited; merged, the old name is gone, and cannot be merged again."""
    (listed,) = records(run("organizations", "--db", wire, "--format", "jsonl")[1])
    assert listed["name"] == "Reuters"
    assert records(run("organizations", "--db", wire, "--format", "jsonl", "--confidence", "likely")[1]) == []
    code, out, _ = run("organizations", "merge", "Reuters", "Reuters News Service", "--db", wire)
    assert (code, out) == (0, "1 article of 'Reuters' now credited to 'Reuters News Service'\n")
    (listed,) = records(run("organizations", "--db", wire, "--format", "jsonl")[1])
    assert (listed["name"], listed["aliases"]) == ("Reuters News Service", "Reuters")
    assert run("organizations", "merge", "Reuters", "Reuters", "--db", wire)[0] == 2
    assert run("organizations", "merge", "Nobody", "Reuters", "--db", wire)[0] == 1


def test_all_organizations(run: Run) -> None:
    """The known list needs no archive."""
    code, out, _ = run("organizations", "--all", "--format", "jsonl")
    names = [one["name"] for one in records(out)]
    assert code == 0
    assert {"Reuters", "Associated Press"} <= set(names)
    assert len(names) >= 250
