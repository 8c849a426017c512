"""`archive bulk` and `archive load`, as a person calls them."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.cli import bulk
from tests.archived_rows import archived_rows
from tests.commands import Run
from tests.warcs import write_warcs

for name in ("pyarrow", "datatrove"):
    pytest.importorskip(name, reason=f"{name} is not installed")
COMMAND = [sys.executable, "-m", "archive", "bulk"]
ROOT = Path(__file__).parents[2]
STAND_INS = {
    "sbatch": """#!/bin/bash
# as sbatch: takes a script, runs each task of its array one after the other, prints the job's number
script="${@: -1}"
case "$(cat "$script")" in *merge_stats*) echo "Submitted batch job 8"; exit;; esac
last=$(grep -oP '(?<=#SBATCH --array=0-)\\d+' "$script")
for task in $(seq 0 "$last"); do SLURM_ARRAY_TASK_ID=$task SLURM_NODELIST=node1 bash "$script" >&2 || exit 1; done
echo "Submitted batch job 7"
""",
    "srun": '#!/bin/bash\n[ "$1 $2 $3" = "-l -n 1" ] && exec "${@:4}"\n',
    "scontrol": "#!/bin/bash\necho node1\n",
    "launch_pickled_pipeline": f'#!/bin/bash\nexec {sys.executable} -m datatrove.tools.launch_pickled_pipeline "$@"\n',
}
"""Programs of Slurm as far as a task meets them."""


@pytest.fixture(scope="module")
def warcs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warcs(tmp_path_factory.mktemp("crawl") / "warcs", [range(4), range(2, 6), range(6, 9)])


def children(process: int) -> list[int]:
    """The processes that a process began."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def tasks_of(begun: "subprocess.Popen[str]") -> list[int]:
    """The processes of its tasks, once there are any."""
    tasks: list[int] = []
    while not tasks and begun.poll() is None:
        lines = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children(begun.pid)}
        tasks = [child for child, line in lines.items() if b"spawn_main" in line]
    return tasks


@pytest.mark.sqlite("both archives are read as files")
def test_a_killed_task_is_told_and_begun_again(warcs: Path, run: Run, tmp_path: Path) -> None:
    """kill -9 of a task: the other goes on, one line says what to do; the second run gives the rows of one undisturbed
    ingest, and leaves no process and no part of a shard."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [*COMMAND, str(warcs), "--out", "shards", "--tasks", "2"]
    with subprocess.Popen(command, env=environment, stdout=-1, stderr=-1, text=True) as begun:
        task, *_ = tasks_of(begun)
        while not Path("shards/_tasks/logs/task_00000.log").exists() and begun.poll() is None:
            pass  # until it is at work
        os.kill(task, signal.SIGKILL)
        printed, told = begun.communicate()
    assert (begun.returncode, told.strip()) == (
        1,
        "archive: bulk: task 0 ended with SIGKILL; the same command goes on from here",
    )
    assert f"{warcs}/1.warc.gz: 8 articles, 1 refused, 1 failed; 1 passed over" in printed
    code, printed, told = run("bulk", warcs, "--out", "shards", "--tasks", "2")
    assert (code, told) == (0, "")
    assert printed.splitlines()[-1].endswith("1 done before")
    assert {path.suffix for path in Path("shards").iterdir()} == {".parquet", ""}
    assert run("load", "shards", "--db", "loaded.db", "-q")[0] == 1  # a record is damaged, as in an ingest
    assert run("ingest", warcs, "--db", "ingested.db", "-q")[0] == 1
    assert archived_rows(tmp_path / "loaded.db") == archived_rows(tmp_path / "ingested.db")


def test_a_signal_stops_all_tasks(warcs: Path, tmp_path: Path) -> None:
    """Ctrl-C ends the tasks; nothing half done is left, and the code says so."""
    command = [*COMMAND, str(warcs), "--out", str(tmp_path / "shards")]
    with subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=-1, stderr=-1, text=True
    ) as begun:
        tasks = tasks_of(begun)
        begun.send_signal(signal.SIGINT)
        _, told = begun.communicate()
    assert begun.returncode == 130
    assert told.endswith("archive: stopped; the same command goes on from here\n")
    assert not any(Path(f"/proc/{task}").exists() for task in tasks)
    assert not [path for path in (tmp_path / "shards").iterdir() if path.suffix == ".part"]


def test_slurm(warcs: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The script that is printed is one of bash, and what stands in for Slurm's programs makes all shards by it."""
    asked = ("bulk", warcs, "--out", "shards", "--engine", "slurm", "--tasks", "2", "--partition", "cpu")
    assert run(*asked[:-2]) == (2, "", "archive: Slurm wants to know where to run: --partition NAME\n")
    code, script, told = run(*asked, "--dry-run", "--setup", f"export PYTHONPATH={ROOT}")
    assert (code, told) == (0, "")
    assert "#SBATCH --array=0-1\n" in script
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    if not shutil.which("sbatch"):
        assert run(*asked) == (1, "", "archive: slurm: there is no sbatch here: run this where jobs are submitted\n")
    (tmp_path / "bin").mkdir()
    for name, text in STAND_INS.items():
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    assert run(*asked, "--setup", f"export PYTHONPATH={ROOT}")[:2] == (0, "job 7: 3 files\n")
    assert len([*Path("shards").glob("*/*.receipt.json")]) == 3
    assert run(*asked)[:2] == (0, "all files have their shards\n")


def test_ray(warcs: Path, tmp_path: Path) -> None:
    """A Ray of this machine makes the same shards."""
    pytest.importorskip("ray", reason="Ray is not installed")
    command = [*COMMAND, str(warcs), "--out", "shards", "--engine", "ray", "--tasks", "2"]
    told = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "RAY_worker_niceness": "0", "RAY_raylet_start_wait_time_s": "120"},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    receipts = [json.loads(path.read_text()) for path in sorted((tmp_path / "shards").glob("*/*.receipt.json"))]
    assert [receipt["counts"] for receipt in receipts] == [{"article": 8, "refused": 1, "failed": 1}] * 2 + [
        {"article": 7, "refused": 1, "failed": 1}
    ]


def test_what_cannot_be_done_is_one_line(warcs: Path, run: Run) -> None:
    """A wrong date, a file that is not there, a system that there is not; what can be done is done or listed."""
    assert run("bulk", warcs, "--out", "s", "--since", "May")[::2] == (
        2,
        "archive: --since: 'May' is no date: 2026, 2026-11 or 2026-11-22\n",
    )
    code, printed, told = run("bulk", warcs, "gone.warc.gz", "--out", "s", "--tasks", "2", "--dry-run")
    assert (code, told) == (1, "archive: gone.warc.gz: there is no such file or folder\n")
    assert printed == "".join(f"task {task}\t{warcs}/{name}.warc.gz\n" for task, name in ((0, 0), (1, 1), (0, 2)))
    code, _, told = run("bulk", "nosuch://bucket/a.warc.gz", "--out", "s")
    assert (code, told.count("\n")) == (2, 1)
    assert run("load", "s", "--db", "a.db", "-q")[0] == 1
    assert bulk.ENGINES == __import__("archive.bulk", fromlist=["ENGINES"]).ENGINES
