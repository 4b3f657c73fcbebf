"""The only way to rows of a merchant."""

import uuid
from typing import TypeVar

from fastapi import Depends
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.db import DbSession
from ledger.models import TenantOwned
from ledger.security import Principal, require_reader

Row = TypeVar("Row", bound=TenantOwned)


class TenantScope:
    """Adds the tenant to every read and every new row; there is no way around it."""

    def __init__(self, session: Session, tenant_id: uuid.UUID) -> None:
        self.session = session
        self.tenant_id = tenant_id

    def select(self, model: type[Row]) -> Select[tuple[Row]]:
        return select(model).where(model.tenant_id == self.tenant_id)

    def get(self, model: type[Row], row_id: uuid.UUID) -> Row | None:
        return self.session.scalar(self.select(model).where(model.id == row_id))

    def add(self, row: Row) -> Row:
        row.tenant_id = self.tenant_id
        self.session.add(row)
        self.session.flush()
        return row


def tenant_scope(
    session: DbSession,
    principal: Principal = Depends(require_reader),
) -> TenantScope:
    return TenantScope(session, principal.tenant_id)
