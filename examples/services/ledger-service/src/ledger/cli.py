"""`ledger-admin`: what an administrator does before the first sign-in."""

import argparse
import getpass
import sys
import uuid

from pydantic import ValidationError
from sqlalchemy.orm import Session

from ledger.db import create_db_engine
from ledger.logs import audit, configure_logging
from ledger.models import Role
from ledger.operators import create_operator
from ledger.schemas import NewOperator
from ledger.settings import get_settings
from ledger.tenancy import TenantScope


def main() -> int:
    parser = argparse.ArgumentParser(prog="ledger-admin")
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("create-operator")
    create.add_argument("--tenant", type=uuid.UUID, required=True)
    create.add_argument("--email", required=True)
    create.add_argument("--role", type=Role, choices=list(Role), required=True)
    arguments = parser.parse_args()

    settings = get_settings()
    configure_logging(settings.log_level)
    try:
        # The same rule as in the API: at least twelve characters.
        wanted = NewOperator(email=arguments.email, password=getpass.getpass(), role=arguments.role)
    except ValidationError as error:
        for item in error.errors():
            sys.stderr.write(f"{item['loc'][0]}: {item['msg']}\n")
        return 2

    engine = create_db_engine(settings)
    with Session(engine) as session, session.begin():
        operator = create_operator(TenantScope(session, arguments.tenant), wanted)
        audit("operator_created", operator_id=str(operator.id), by="command line")
    engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
