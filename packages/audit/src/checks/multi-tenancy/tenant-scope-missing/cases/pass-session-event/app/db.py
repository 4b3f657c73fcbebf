from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session, sessionmaker, with_loader_criteria

from app.context import current_organization
from app.models import Document, Project

SessionLocal = sessionmaker(create_engine("postgresql:///app"))


@event.listens_for(Session, "do_orm_execute")
def only_own_rows(state):
    organization_id = current_organization()
    for model in (Document, Project):
        state.statement = state.statement.options(
            with_loader_criteria(model, model.organization_id == organization_id)
        )


def get_db():
    with SessionLocal() as session:
        yield session
