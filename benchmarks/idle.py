"""What a daemon with nothing to do costs: memory, and its share of a core.

`python -m benchmarks.idle [SECONDS]`; reads /proc, so it runs on Linux.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

TAMBOUR = str(Path(sys.executable).with_name("tambour"))
SETTINGS = """\
accounts:
  journal: {platform: feed, folder: public}
  pouet: {platform: mastodon, url: "http://127.0.0.1:9", token: {env: POUET}}
  ciel: {platform: bluesky, handle: a.example, password: {env: POUET}, url: "http://127.0.0.1:9"}
"""


def main() -> None:
    length = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with TemporaryDirectory() as folder:
        (Path(folder) / "tambour.yaml").write_text(SETTINGS, encoding="utf-8")
        environ = os.environ | {"POUET": "a-token"}
        # the first start also makes the database, which an idle daemon does not do
        subprocess.run([TAMBOUR, "run", "--once"], cwd=folder, env=environ, check=True, stderr=subprocess.DEVNULL)
        with subprocess.Popen([TAMBOUR, "run"], cwd=folder, env=environ, stderr=subprocess.PIPE, text=True) as daemon:
            assert daemon.stderr is not None
            daemon.stderr.readline()  # it says that it has started
            time.sleep(2)
            before = cpu_seconds(daemon.pid)
            time.sleep(length)
            share = (cpu_seconds(daemon.pid) - before) / length
            resident = resident_megabytes(daemon.pid)
            daemon.terminate()
    print(f"idle daemon: {resident:.0f} MB resident (under 80), {share:.2%} of a core over {length} s (under 0.5 %)")


def cpu_seconds(process: int) -> float:
    """Return the processor time that a process has used (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(process: int) -> float:
    """Return the memory that a process holds (proc(5), field 2 of statm)."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


if __name__ == "__main__":
    main()
