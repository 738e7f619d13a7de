"""`python -m tests.security.audit`: asks whether the packages that we pin have known faults, and says so where it cannot ask."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

from config import ROOT

TOOL = ROOT / ".audit"
PINS = ("requirements.txt", "requirements-dev.txt")
SECONDS = 180


def main() -> int:
    """Return 1 where a pinned package has a known fault."""
    if not install():
        print("== Known faults in packages: not asked, because pip-audit could not be installed")
        return 0
    return max(audit(name) for name in PINS)


def install() -> bool:
    """Install pip-audit into a folder of its own, so that what it needs is no part of the product's packages."""
    wanted, kept = (ROOT / "requirements-audit.txt").read_text(), TOOL / "requirements.txt"
    if kept.exists() and kept.read_text() == wanted:
        return True
    venv.create(TOOL, clear=True, with_pip=True)
    pip = [str(TOOL / "bin/python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements-audit.txt")], check=False)
    if done.returncode == 0:
        kept.write_text(wanted)
    return done.returncode == 0


def audit(name: str) -> int:
    """Ask about one file of pins, print what is known, and return 1 where something is."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [
            str(TOOL / "bin/python"),
            "-m",
            "pip_audit",
            "--disable-pip",
            "--require-hashes",
            "--no-deps",
        ]
        command += ["--progress-spinner", "off", "-r", str(ROOT / name), "-f", "json", "-o", str(told)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
            reason = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        except subprocess.TimeoutExpired:
            reason = [f"no answer within {SECONDS} seconds"]
        if not told.exists() or not told.read_text().strip():
            print(f"== Known faults in {name}: not asked, because the data cannot be reached: {reason[0]}")
            return 0
        return report(name, json.loads(told.read_text())["dependencies"])


def report(name: str, packages: list[dict[str, Any]]) -> int:
    """Print the faults that are known of these packages, and of how many nothing could be learnt."""
    skipped = [one["skip_reason"] for one in packages if "skip_reason" in one]
    faults = [(one["name"], one["version"], fault) for one in packages for fault in one.get("vulns") or ()]
    asked = len(packages) - len(skipped)
    if not asked:
        print(f"== Known faults in {name}: not asked, because the data cannot be reached: {skipped[:1]}")
        return 0
    print(f"== Known faults in {name}: {len(faults)} in {asked} packages")
    if skipped:
        print(f"   Not asked about {len(skipped)} more: {skipped[0]}")
    for package, version, fault in faults:
        mended = ", ".join(fault["fix_versions"]) or "no version yet"
        print(f"   {package} {version}: {fault['id']}, mended in {mended}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
