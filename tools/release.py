"""Build the release into dist/ and check it.

    python tools/release.py [--uncommitted]

1. Builds the wheel and the source distribution of the library and the wheel of the model, from what git knows of the working tree, in two places and under
   two sets of circumstances (mode of files, time zone, locale, hash seed): the bytes must be the same. Times in them are those of the last commit.
2. Builds the wheel once more from the unpacked source distribution: the same bytes again.
3. Looks into them: every file under src/ and nothing else; no path of this machine.
4. Installs the wheel alone, with constraints.txt, into a new environment and runs tools/smoke.py there; then with the model's distribution beside it.
5. Writes the bill of materials of that environment, and compares it with docs/licences.md.

Needs git, a Python with pip (any that can build an environment for 3.11 to 3.13) and a package registry; all else is installed into temporary environments.
--uncommitted: try it with changes that are not committed; what comes out is no release.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
TOOLS = ("hatchling", "cyclonedx-bom")
MODEL = PurePosixPath("src/fazhi_nlp/models/zh_fazhi_report")
MODEL_FILES = ("meta.json", "config.cfg", "fazhi_bert/model.onnx", "README.md", "LICENSE", "LICENSES_SOURCES", "training.json")
DISTRIBUTION = Path("models", "zh_fazhi_report")
LICENCES = ("LICENSE", "THIRD-PARTY-NOTICES.txt")
REPORT = ROOT / "examples" / "01-township.txt"
CIRCUMSTANCES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
)
MASKS = (0o022, 0o077)
MIB = 2**20


def check(holds: object, what: str) -> None:
    """Raises SystemExit if it does not hold."""
    if not holds:
        raise SystemExit(f"release: {what}")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Tell what is done and how long it took."""
    begin = time.perf_counter()
    yield
    print(f"{time.perf_counter() - begin:6.1f} s  {what}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT, umask: int = -1) -> str:
    """What a command prints. Raises SystemExit with all of it if it fails."""
    done = subprocess.run(
        [str(part) for part in command], env=os.environ | (env or {}), cwd=cwd, umask=umask, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    check(done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


class Environment:
    """A new environment without pip; this Python's pip installs into it."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def pip(self, *arguments: str | Path) -> None:
        """Run pip for this environment."""
        run(sys.executable, "-m", "pip", "--python", self.python, "--disable-pip-version-check", *arguments)

    def install(self, *what: str | Path) -> None:
        """Install at the versions that CI tests."""
        self.pip("install", "--constraint", ROOT / "constraints.txt", *what)


def known_files() -> list[PurePosixPath]:
    """Files that git tracks or would."""
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    return [PurePosixPath(name) for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def snapshot(files: list[PurePosixPath], target: Path, mask: int) -> None:
    """Copy files; modes as after a checkout under a mask."""
    for file in files:
        copy = target / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, copy)
        executable = (ROOT / file).stat().st_mode & stat.S_IXUSR
        copy.chmod((0o777 if executable else 0o666) & ~mask)


def build(python: Path, source: Path, target: str, out: Path, env: dict[str, str], umask: int) -> None:
    """Build one distribution of the project in a folder."""
    run(python, "-m", "hatchling", "build", "-t", target, "-d", out, env=env, cwd=source, umask=umask)


def same(first: Path, second: Path) -> None:
    """Compare the files of two folders byte by byte."""
    names = sorted(path.name for path in first.iterdir())
    check(names == sorted(path.name for path in second.iterdir()), "two builds gave different files")
    for name in names:
        check((first / name).read_bytes() == (second / name).read_bytes(), f"two builds of {name} differ")


def from_sdist(python: Path, out: Path, work: Path, env: dict[str, str]) -> None:
    """Build the wheel from the source distribution and compare."""
    with tarfile.open(next(out.glob("*.tar.gz"))) as archive:
        archive.extractall(work, filter="data")
    (source,) = work.iterdir()
    built = work / "built"
    build(python, source, "wheel", built, env, MASKS[0])
    (wheel,) = built.iterdir()
    check(wheel.read_bytes() == (out / wheel.name).read_bytes(), "the wheel made from the source distribution differs")


def model_files(files: list[PurePosixPath]) -> set[str]:
    """Files of the model, as in its folder. Raises SystemExit if some that it must have are not there."""
    model = {str(file.relative_to(MODEL)) for file in files if file.is_relative_to(MODEL)}
    check(model, f"there is no model in {MODEL}")
    check(not (missing := set(MODEL_FILES) - model), f"the model lacks {', '.join(sorted(missing))}")
    return model


def check_contents(out: Path, files: list[PurePosixPath], places: list[Path]) -> None:
    """The wheels hold what they should and nothing of this machine."""
    wanted = {str(file.relative_to("src")) for file in files if file.parts[0] == "src"}
    model = model_files(files)
    for path in out.glob("*.whl"):
        name, version = path.name.split("-")[:2]
        info = f"{name}-{version}.dist-info/"
        with ZipFile(path) as wheel:
            names = set(wheel.namelist())
            for member in names:
                content = wheel.read(member)
                check(not any(str(place).encode() in content for place in places), f"{member} of {path.name} names a folder of this machine")
        held = {member for member in names if not member.startswith(info)}
        if name == "fazhi_nlp":
            check(held == wanted, f"{path.name} and src/ differ: {sorted(held ^ wanted)}")
            licences = LICENCES
        else:
            inside = {f"{name}/{name}-{version}/{file}" for file in model} | {f"{name}/__init__.py", f"{name}/meta.json"}
            check(held == inside, f"{path.name} and the model differ: {sorted(held ^ inside)}")
            licences = ("LICENSE", "LICENSES_SOURCES")
        check({f"{info}licenses/{licence}" for licence in licences} <= names, f"{path.name} lacks licences")


def check_licences(sbom: Path) -> None:
    """docs/licences.md has every package of the bill of materials, at its version."""
    rows = {tuple(line.split(" | ")[:2]) for line in (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").splitlines()}
    components = json.loads(sbom.read_text(encoding="utf-8"))["components"]
    missing = [f"{c['name']} {c['version']}" for c in components if (f"| {c['name']}", c["version"]) not in rows]
    check(not missing, f"docs/licences.md lacks {', '.join(missing)}: make licences")


def main() -> None:
    """Build and check all, write dist/."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uncommitted", action="store_true")
    options = parser.parse_args()
    changed = run("git", "status", "--porcelain")
    check(options.uncommitted or not changed, f"uncommitted changes (--uncommitted to try all the same):\n{changed}")
    epoch = {"SOURCE_DATE_EPOCH": run("git", "log", "-1", "--format=%ct").strip()}
    files = known_files()
    model_files(files)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        with step("tools installed"):
            tools = Environment(work / "tools")
            tools.install(*TOOLS)
        outs = [work / "one", work / "another"]
        for out, circumstances, mask in zip(outs, CIRCUMSTANCES, MASKS, strict=True):
            source, env = work / f"source of {out.name}", epoch | circumstances
            with step(f"{out.name} build"):
                snapshot(files, source, mask)
                for place, target in ((source, "sdist"), (source, "wheel"), (source / DISTRIBUTION, "wheel")):
                    build(tools.python, place, target, out, env, mask)
        out = outs[0]
        with step("bytes and contents compared"):
            same(*outs)
            from_sdist(tools.python, out, work / "unpacked", epoch)
            check_contents(out, files, [ROOT, work])
        library, model = sorted(out.glob("*.whl"))
        with step("wheel installed into an empty environment"):
            empty = Environment(work / "empty")
            empty.install(library)
            empty.pip("check")
        with step("smoke test"):
            run(empty.python, "-I", ROOT / "tools" / "smoke.py", REPORT, cwd=work)
        with step("bill of materials"):
            sbom = out / f"{'-'.join(library.name.split('-')[:2])}.cdx.json"
            run(tools.python, ROOT / "tools" / "sbom.py", "--environment", empty.python, "--wheel", library, "--out", sbom, env=epoch)
            check(not any(str(place) in sbom.read_text(encoding="utf-8") for place in (ROOT, work)), "the bill of materials names a folder of this machine")
            check_licences(sbom)
        with step("smoke test of the model's distribution"):
            empty.pip("install", "--no-deps", model)
            run(empty.python, "-I", ROOT / "tools" / "smoke.py", REPORT, "--model", cwd=work)
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir()
        lines = []
        for path in sorted(out.iterdir()):
            shutil.copyfile(path, DIST / path.name)
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
            print(f"{path.stat().st_size / MIB:6.1f} MiB  {path.name}")
        (DIST / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if changed:
        print("with uncommitted changes: no release")


if __name__ == "__main__":
    main()
