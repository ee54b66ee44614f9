"""Running a server that refuses to be root, also where only root may enter."""

import functools
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

USER = "nobody"


class ServerFailed(Exception):
    """A server did not start; the message says which one and what to do."""


def is_root() -> bool:
    return os.geteuid() == 0


def own(folder: Path) -> None:
    """Make ``folder`` one that only its owner, the servers' user, may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_what_others_made(folder)
    folder.chmod(0o700)
    if is_root():
        shutil.chown(folder, USER)


def refuse_what_others_made(folder: Path) -> None:
    """Raise ServerFailed unless ``folder`` is ours or the servers' user's."""
    owners = {os.geteuid()}
    if is_root():
        owners.add(pwd.getpwnam(USER).pw_uid)
    if folder.is_symlink() or folder.stat().st_uid not in owners:
        raise ServerFailed(f"{folder} belongs to somebody else; remove it.")


def _is_open_to_all(path: Path) -> bool:
    """Whether another user may pass through every folder above ``path``."""
    return all(folder.stat().st_mode & 0o001 for folder in path.parents)


def is_kept_out_of(*paths: Path) -> bool:
    """Whether the servers' user is another one, who cannot reach all ``paths``."""
    return is_root() and not all(map(_is_open_to_all, paths))


def _switch_with(capability: str) -> tuple[str, ...]:
    """The words before a command that run it as USER with this one capability."""
    account = pwd.getpwnam(USER)
    return (
        *("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"),
        *("--clear-groups", f"--inh-caps=+{capability}"),
        f"--ambient-caps=+{capability}",
    )


@functools.cache
def _works(words: tuple[str, ...]) -> bool:
    if not shutil.which(words[0]):
        return False
    done = subprocess.run([*words, "true"], capture_output=True, check=False)
    return done.returncode == 0


def prefix(*paths: Path) -> tuple[str, ...]:
    """Return the words that run a command as one who may reach ``paths``.

    None are needed unless we are root. Then USER runs it, and where folders above
    are closed (a clone in root's home), may pass through them and nothing more.
    """
    if not is_kept_out_of(*paths):
        return ()
    for capability in ("dac_read_search", "dac_override"):
        words = _switch_with(capability)
        if _works(words):
            return words
    raise ServerFailed(
        "PostgreSQL refuses to run as root, and another user cannot enter "
        f"{paths[0]}: run as a user, or move this folder out of root's home."
    )


def account() -> dict[str, Any]:
    """Keywords for ``subprocess.run`` when no prefix switches the user."""
    if not is_root():
        return {}
    entry = pwd.getpwnam(USER)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
