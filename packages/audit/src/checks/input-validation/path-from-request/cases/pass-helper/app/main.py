from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

app = FastAPI()
ROOT = Path("/srv/exports").resolve()


def below(name: str) -> Path:
    target = (ROOT / name).resolve()
    if not target.is_relative_to(ROOT):
        raise HTTPException(404)
    return target


@app.get("/exports/{name:path}")
def download(name: str):
    return FileResponse(below(name))
