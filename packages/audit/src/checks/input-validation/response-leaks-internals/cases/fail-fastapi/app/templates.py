from pathlib import Path

from fastapi import HTTPException
from git.exc import GitCommandError

from app.safe import safe_path
from app.store import pull


def load(name: str) -> str:
    target = safe_path(name)
    if not target.exists():
        raise HTTPException(404, detail=f"No such template: {target}")
    return show(target)


def show(file: Path) -> str:
    try:
        pull(file)
    except GitCommandError as error:
        raise HTTPException(502, detail=f"{file} is locked") from error
    return file.read_text()


def update() -> None:
    try:
        pull(None)
    except GitCommandError as error:
        raise HTTPException(502, detail=f"Pull failed: {error!s}") from error


def echo(name: str) -> str:
    raise HTTPException(404, detail=f"No such template: {name}")
