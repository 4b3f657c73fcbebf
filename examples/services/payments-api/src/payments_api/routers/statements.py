"""Statement templates and finished statements as files."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, status
from fastapi.responses import FileResponse

from payments_api.lib.safe_path import resolve_below
from payments_api.services.template_service import TemplateService, get_template_service

router = APIRouter()

Templates = Annotated[TemplateService, Depends(get_template_service)]


@router.get("/templates")
def list_templates(templates: Templates) -> list[str]:
    return sorted(path.name for path in templates.folder.glob("*.html"))


@router.get("/download")
def download(templates: Templates, path: Annotated[str, Query(max_length=200)]) -> FileResponse:
    try:
        target: Path = resolve_below(templates.folder, path)
    except ValueError as e:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, detail=f"Invalid path: {e}") from e
    if not target.is_file():
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail=f"File not found: {target}")
    return FileResponse(target)


@router.post("/templates/refresh", status_code=status.HTTP_202_ACCEPTED)
def refresh(templates: Templates) -> dict[str, str]:
    templates.update()
    return {"message": "templates updated"}
