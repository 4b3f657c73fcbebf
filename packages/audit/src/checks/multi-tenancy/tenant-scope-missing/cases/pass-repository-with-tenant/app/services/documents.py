import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Document, Project


class Repository:
    def __init__(self, db: Session, organization_id: uuid.UUID) -> None:
        self.db = db
        self.organization_id = organization_id

    def owned(self, statement, model):
        return statement.where(model.organization_id == self.organization_id)

    def document(self, document_id: uuid.UUID) -> Document | None:
        return self.db.scalar(
            self.owned(select(Document), Document).where(Document.id == document_id)
        )

    def documents(self) -> list[Document]:
        return list(self.db.scalars(self.owned(select(Document), Document)))

    def projects_of(self, document: Document) -> list[Project]:
        return list(self.db.scalars(select(Project).where(Project.id == document.project_id)))
