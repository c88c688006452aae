"""Requests made from /openapi.json, right and wrong ones: no answer is a failure of ours, and none is
against its schema."""
import pathlib
import subprocess
import sys

CONFIG = pathlib.Path(__file__).resolve().parents[1] / "schemathesis.toml"
SEED = 20261122
EXAMPLES = 12


def test_every_answer_fits_the_published_contract(suite, organizations, tmp_path):
    schemathesis = pathlib.Path(sys.executable).parent / "schemathesis"
    told = subprocess.run(
        [schemathesis, "--config-file", CONFIG, "run", f"{suite.url}/openapi.json",
         "-H", f"Authorization: Bearer {organizations.new()['apiKey']['secret']}",
         "--phases", "coverage,fuzzing", "--seed", str(SEED),
         "--max-examples", str(EXAMPLES), "--rate-limit", "400/s", "--no-shrink", "--warnings", "off"],
        capture_output=True, text=True, check=False, cwd=tmp_path)
    assert told.returncode == 0, told.stdout[-20_000:] + told.stderr[-2_000:]
