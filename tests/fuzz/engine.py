"""`python -m tests.fuzz.engine TARGET FOLDER SECONDS`: one guided run, in a process of its own.

atheris follows which lines of the program an input reaches and keeps what reaches new ones in FOLDER/corpus. A failure
is written to FOLDER/found and the run goes on; what takes the process with it (a hang, a crash of the parser) is
written there by libFuzzer.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

from tests.fuzz.finding import keep, signature

HANG = 60  # seconds by the clock; far above targets.SLOWEST, because other programs want the machine, too
MOST_MEMORY = 2048  # megabytes
LONGEST = 8192  # bytes of an input

with atheris.instrument_imports(include=["generator"]):
    from tests.fuzz import targets

_BESIDE = (KeyboardInterrupt, SystemExit, GeneratorExit)


def main(target: str, folder: Path, seconds: int) -> None:
    """Fuzz for so many seconds; ends the process."""
    corpus, found = folder / "corpus", folder / "found"
    for place in (corpus, found):
        place.mkdir(parents=True, exist_ok=True)
    seeds = [str(targets.HERE / kind / target) for kind in ("corpus", "found")]
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={HANG}",
        f"-report_slow_units={HANG}",
        f"-rss_limit_mb={MOST_MEMORY}",
        f"-max_len={LONGEST}",
        f"-dict={targets.HERE / 'words.dict'}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
        "-verbosity=1",
    ]

    def once(data: bytes) -> None:
        try:
            targets.timed(target, data)
        except _BESIDE:
            raise
        except BaseException as error:  # noqa: BLE001 - a panic of a library in Rust is no Exception
            if keep(found, error, data):
                sys.stderr.write(f"FOUND {target}: {signature(error)}\n")

    atheris.Setup([sys.argv[0], *options, str(corpus), *(seed for seed in seeds if Path(seed).is_dir())], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
