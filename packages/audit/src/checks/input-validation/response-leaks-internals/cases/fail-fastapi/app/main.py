import traceback
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse

from app import settings, store

app = FastAPI()


@app.get("/")
def root():
    # Everybody is told where this runs.
    return {"name": "files", "environment": settings.ENV}


@app.get("/health")
def health():
    try:
        store.ping()
        return {"ok": True}
    except Exception as e:
        return {"ok": False, "error": str(e)}


@app.get("/files/{name}")
def read(name: str):
    path = Path(settings.DATA_DIR) / name
    try:
        if not path.exists():
            raise HTTPException(404, detail=f"File not found: {path}")
    except ValueError as e:
        raise HTTPException(400, detail=str(e))
    return path.read_text()


@app.post("/import")
def run():
    try:
        store.run()
    except Exception as exc:
        raise HTTPException(status_code=500, detail=f"import failed: {exc}")
    return {"ok": True}


@app.exception_handler(Exception)
async def last(request, exc):
    store.report(exc)
    return JSONResponse({"trace": traceback.format_exc()}, status_code=500)
