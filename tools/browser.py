"""The browser that end-to-end tests drive and a Japanese font for it; installed here for root on Debian."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.steps import ROOT, StepFailed, finish, in_ci, one_at_a_time, run_logged, say

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk", "libatomic1")
COMMAND = f"sudo apt-get install -y {' '.join(PACKAGES)}"
FONT_FOLDERS = tuple(  # os.path.expanduser leaves ~ as it is where there is no home folder
    Path(os.path.expanduser(folder))
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts")
)
JAPANESE_FONT = re.compile(r"cjk|noto.*jp|ipa|takao|vlgothic|migmix|mplus|bizud|sourcehan", re.IGNORECASE)


def find_browser() -> Path | None:
    """$CHROMIUM when it is set (and nothing else then), otherwise the first chromium on the PATH."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*NAMES, "/usr/bin/chromium"]
    found = next((path for path in map(shutil.which, candidates) if path), None)
    return Path(found) if found else None


def has_japanese_font() -> bool:
    """Whether Japanese text shows as text: screenshots and line breaks are tested."""
    lister = shutil.which("fc-list")
    if lister:
        listed = subprocess.run([lister, ":lang=ja", "file"], capture_output=True, text=True, check=False)
        return bool(listed.stdout.strip())
    fonts = (path for folder in FONT_FOLDERS for path in folder.rglob("*.[tTo]t[cfCF]"))
    return any(JAPANESE_FONT.search(path.name) for path in fonts)


def driver_starts() -> bool:
    """Whether playwright's own Node.js starts: a bare Debian lacks the library libatomic."""
    drivers = (ROOT / ".venv").glob("lib/python*/site-packages/playwright/driver/node")
    return all(
        subprocess.run([driver, "--version"], capture_output=True, check=False).returncode == 0
        for driver in drivers
    )


def is_ready() -> bool:
    """Whether browser tests can run."""
    return find_browser() is not None and has_japanese_font() and driver_starts()


def skipped() -> bool:
    """Whether the person asked to leave the browser tests out; CI may not."""
    if os.environ.get("BROWSER", "").lower() != "skip":
        return False
    if in_ci():
        raise StepFailed(
            "CI では BROWSER=skip を使えません。ブラウザのテストも必ず実行します。",
            "BROWSER=skip is refused in CI: browser tests always run there.",
            status=2,
        )
    return True


def complaint() -> StepFailed:
    """What is missing, with the one command that brings it."""
    named = os.environ.get("CHROMIUM")
    if named and find_browser() is None:
        return StepFailed(
            f"環境変数 CHROMIUM の {named} は実行できません。外すか、直してください。",
            "the program named by CHROMIUM cannot be run; unset or correct it.",
        )
    return StepFailed(
        f"ブラウザのテストには Chromium と日本語フォントが必要です。次を実行してください: {COMMAND}",
        f"browser tests need Chromium and a Japanese font; run: {COMMAND}",
    )


def install() -> None:
    """The Debian packages, without questions."""
    say("Chromium と日本語フォントを入れています", "installing Chromium and a Japanese font")
    failure = (
        "Chromium を入れられません。ネットワークと apt の設定を確かめてください。",
        "Chromium could not be installed; check the network and apt's settings.",
    )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run_logged(["apt-get", "update", "-q"], "apt-update", failure, quiet)
    install_only = ["apt-get", "install", "-q", "-y", "--no-install-recommends"]
    run_logged([*install_only, *PACKAGES], "apt-chromium", failure, quiet)


def ensure() -> Path:
    """The browser's path; a StepFailed says what to do where there is none and we may not install it."""
    if not is_ready():
        if os.environ.get("CHROMIUM") and find_browser() is None:
            raise complaint()
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise complaint()
        with one_at_a_time():
            install()
    found = find_browser()
    if found is None or not is_ready():
        raise complaint()
    return found


def main() -> int:
    """`make browser`: install or complain."""
    if skipped():
        say("ブラウザのテストは行いません", "browser tests are left out: BROWSER=skip")
    else:
        print(ensure())
    return 0


if __name__ == "__main__":
    finish(main)
