from fastapi import Depends, FastAPI

from app.auth import current_user
from app.routers import articles, invoices, recommendations, tokens

app = FastAPI()
app.include_router(tokens.router, prefix="/auth")
app.include_router(invoices.router, prefix="/invoices", dependencies=[Depends(current_user)])
app.include_router(articles.router, prefix="/articles")
app.include_router(recommendations.router, prefix="/recommendations")


@app.get("/healthz")
def healthz():
    return {"status": "ok"}
