"""Operators: only administrators."""

import uuid

from fastapi import APIRouter, Depends, HTTPException, status

from ledger.logs import audit
from ledger.operators import create_operator, deactivate_operator
from ledger.schemas import NewOperator, OperatorView
from ledger.security import Principal, require_admin
from ledger.tenancy import TenantScope, tenant_scope

router = APIRouter()


@router.post("", status_code=status.HTTP_201_CREATED)
def invite(
    body: NewOperator,
    admin: Principal = Depends(require_admin),
    scope: TenantScope = Depends(tenant_scope),
) -> OperatorView:
    operator = create_operator(scope, body)
    audit("operator_created", operator_id=str(operator.id), by=str(admin.operator_id))
    return OperatorView.model_validate(operator)


@router.delete("/{operator_id}", status_code=status.HTTP_204_NO_CONTENT)
def deactivate(
    operator_id: uuid.UUID,
    admin: Principal = Depends(require_admin),
    scope: TenantScope = Depends(tenant_scope),
) -> None:
    if deactivate_operator(scope, operator_id) is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No such operator.")
    audit("operator_deactivated", operator_id=str(operator_id), by=str(admin.operator_id))
