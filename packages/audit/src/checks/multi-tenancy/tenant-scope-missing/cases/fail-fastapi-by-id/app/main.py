import uuid

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.orm import Session

from app.db import get_db
from app.deps import get_current_user
from app.models import Project, User
from app.services import documents

app = FastAPI()


@app.get("/documents")
def read_documents(user: User = Depends(get_current_user), db: Session = Depends(get_db)):
    return documents.list_documents(db, user.organization_id)


@app.get("/documents/{document_id}")
def read_document(
    document_id: uuid.UUID,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    document = documents.get_document(db, document_id)
    if document is None:
        raise HTTPException(404)
    return document


@app.get("/projects/{project_id}")
def read_project(
    project_id: uuid.UUID,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    project = db.query(Project).filter(Project.id == project_id).first()
    if project is None or project.organization_id != user.organization_id:
        raise HTTPException(404)
    return project


@app.delete("/projects/{project_id}")
def delete_project(
    project_id: uuid.UUID,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    db.query(Project).filter(Project.id == project_id).delete()
    db.commit()


@app.get("/statistics")
def statistics(user: User = Depends(get_current_user), db: Session = Depends(get_db)):
    open_documents = db.query(Project).count()
    return {"projects": open_documents, "organization": str(user.organization_id)}


@app.get("/projects")
def list_projects(user: User = Depends(get_current_user), db: Session = Depends(get_db)):
    return db.query(Project).filter(Project.organization_id == user.organization_id).all()
