"""Figures for the merchant's own dashboard."""

from typing import Annotated

from fastapi import APIRouter, Depends

from payments_api.lib.project_context import ProjectContext, viewer
from payments_api.repositories.payments import MongoPaymentRepository
from payments_api.schemas import VolumeOut

router = APIRouter()
repository = MongoPaymentRepository()


@router.get("/{project_id}/volume")
def volume(context: Annotated[ProjectContext, Depends(viewer)]) -> list[VolumeOut]:
    rows = repository.volume(context.project_id)
    return [
        VolumeOut(currency=row["_id"], payments=row["payments"], amount_minor=row["amount_minor"])
        for row in rows
    ]
