import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Document, Project


def list_documents(db: Session, organization_id: uuid.UUID) -> list[Document]:
    query = select(Document).order_by(Document.id)
    query = query.where(Document.organization_id == organization_id)
    return list(db.scalars(query))


def get_document(db: Session, document_id: uuid.UUID) -> Document | None:
    return db.get(Document, document_id)


def get_project_of(db: Session, document: Document) -> Project:
    return db.scalars(select(Project).where(Project.id == document.project_id)).one()


def count_open(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(Document).where(Document.status == "open"))
