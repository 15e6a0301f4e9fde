"""Documents that change towards whatever code of a reader has not run yet; needs atheris (tried with 3.0, Linux).

Its rules of what may happen are those of ``trial``; damage is that of ``mutations`` and, inside parts, libFuzzer's own.
"""

import os
import subprocess
import sys

from tests.fuzz.running import ROOT


def guided(kind, runs, folder):
    """How many documents were found wrong: none or one, for libFuzzer ends with the first."""
    corpus = folder / f"corpus-{kind}"
    corpus.mkdir(parents=True, exist_ok=True)
    arguments = [
        *(sys.executable, "-m", "tests.fuzz.guided_child", kind),
        *(str(corpus), f"-runs={runs}", f"-artifact_prefix={folder}/"),
        # Memory is measured as in other runs, and time by the process itself: the machine may be busy.
        *("-rss_limit_mb=2048", "-timeout=60", "-max_len=65536", "-print_final_stats=1", "-verbosity=1"),
    ]
    done = subprocess.run(
        arguments, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "0"}, stderr=subprocess.PIPE, check=False
    )
    said = done.stderr.decode("utf-8", "replace").splitlines()
    (folder / f"{kind}.log").write_text("\n".join(said), "utf-8")
    told = [line for line in said if line.startswith(("#", "stat::number_of_executed_units", "stat::peak_rss_mb"))]
    print(kind, *(line.strip() for line in told[-4:]), f"status {done.returncode}", sep="\n  ", flush=True)
    return int(done.returncode != 0)
