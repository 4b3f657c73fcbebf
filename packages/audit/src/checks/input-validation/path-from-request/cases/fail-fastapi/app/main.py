import os
import shutil
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse

from app.store import read_report

app = FastAPI()
ROOT = Path("/srv/exports")


@app.get("/exports/{name:path}")
def download(name: str):
    target = ROOT / name
    if not target.exists():
        raise HTTPException(404)
    return FileResponse(target)


@app.get("/reports")
def report(name: str):
    return read_report(name)


@app.get("/invoices/{number}")
def invoice(number: int, copy: UUID):
    return FileResponse(ROOT / f"{number}-{copy}.pdf")


@app.delete("/folders")
def clean(folder: str):
    if ".." in folder:
        raise HTTPException(400)
    shutil.rmtree(os.path.join("/srv/exports", folder))


@app.get("/notes/{title}")
def note(title: str):
    return FileResponse(ROOT / title)


@app.get("/pages/{title}")
def page(title: str):
    return FileResponse(ROOT / f"{title}.html")
