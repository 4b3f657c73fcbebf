import uuid

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.orm import Session

from app.db import get_db
from app.deps import get_current_user
from app.models import Document, Project, User
from app.services.documents import Repository

app = FastAPI()


@app.get("/documents/{document_id}")
def read_document(
    document_id: uuid.UUID,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    document = Repository(db, user.organization_id).document(document_id)
    if document is None:
        raise HTTPException(404)
    return document


@app.get("/admin/documents/{document_id}")
def any_document(document_id: uuid.UUID, db: Session = Depends(get_db)):
    return db.get(Document, document_id)


@app.get("/projects/{project_id}")
def read_project(
    project_id: uuid.UUID,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    project = db.get(Project, project_id)
    if project is None or project.organization_id != user.organization_id:
        raise HTTPException(404)
    return project
