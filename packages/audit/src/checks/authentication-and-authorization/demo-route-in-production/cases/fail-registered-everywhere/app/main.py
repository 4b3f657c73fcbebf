from fastapi import Depends, FastAPI

from app import demo, development, settings
from app.auth import require_admin

app = FastAPI()
app.include_router(demo.router, prefix="/admin/demo", dependencies=[Depends(require_admin)])
if settings.ENVIRONMENT in ("local", "test"):
    app.include_router(development.router, prefix="/testing")


@app.get("/democracies")
def democracies(): ...


@app.get("/demo")
def demo_page():
    return {"video": "https://example.com/demo.mp4"}
