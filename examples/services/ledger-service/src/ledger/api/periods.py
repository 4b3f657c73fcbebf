"""Closing a month is work for the worker; the answer says where to look."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, status

from ledger.books import start_closing
from ledger.logs import audit, request_id
from ledger.models import Period
from ledger.schemas import PeriodView
from ledger.security import Principal, require_admin
from ledger.tasks import CLOSE_PERIOD, celery
from ledger.tenancy import TenantScope, tenant_scope

router = APIRouter()

PeriodPath = Annotated[str, Path(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


@router.get("/{period}")
def get_period(period: PeriodPath, scope: TenantScope = Depends(tenant_scope)) -> PeriodView:
    found = scope.session.scalar(scope.select(Period).where(Period.name == period))
    if found is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "The period is open.")
    return PeriodView.model_validate(found)


@router.post("/{period}/close", status_code=status.HTTP_202_ACCEPTED)
def close(
    period: PeriodPath,
    admin: Principal = Depends(require_admin),
    scope: TenantScope = Depends(tenant_scope),
) -> PeriodView:
    started = start_closing(scope, period)
    scope.session.commit()
    celery.send_task(
        CLOSE_PERIOD,
        kwargs={
            "tenant_id": str(scope.tenant_id),
            "period": period,
            "correlation_id": request_id.get(),
        },
    )
    audit("period_closing", period=period, by=str(admin.operator_id))
    return PeriodView.model_validate(started)
