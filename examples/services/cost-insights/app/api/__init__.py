from fastapi import APIRouter, Depends

from app.api.deps import require_admin
from app.api.routes import admin, costs, demo, jobs

api_router = APIRouter()
api_router.include_router(costs.router, prefix="/costs", tags=["Costs"])
api_router.include_router(jobs.router, prefix="/jobs", tags=["Jobs"])
api_router.include_router(
    admin.router, prefix="/admin", tags=["Admin"], dependencies=[Depends(require_admin)]
)
api_router.include_router(
    demo.router, prefix="/admin/demo", tags=["Demo"], dependencies=[Depends(require_admin)]
)
