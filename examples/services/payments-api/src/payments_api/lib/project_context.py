"""In which project the caller works, and as what."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import HTTPException, status

from payments_api.db.models import ProjectMembership, Role
from payments_api.lib.auth import CurrentUser

RANK = {Role.VIEWER: 0, Role.EDITOR: 1, Role.OWNER: 2}


@dataclass(frozen=True)
class ProjectContext:
    project_id: str
    username: str
    role: Role


def project_context(minimum: Role) -> Callable[[str, CurrentUser], ProjectContext]:
    """Dependency for routes with `{project_id}` in their path."""

    def resolve(project_id: str, user: CurrentUser) -> ProjectContext:
        membership = ProjectMembership.find_one(
            ProjectMembership.project_id == project_id,
            ProjectMembership.username == user.username,
        ).run()
        if membership is None:
            raise HTTPException(status.HTTP_404_NOT_FOUND, detail="Project not found")
        if RANK[membership.role] < RANK[minimum]:
            raise HTTPException(status.HTTP_403_FORBIDDEN, detail=f"Needs role {minimum}")
        return ProjectContext(project_id, user.username, membership.role)

    return resolve


viewer = project_context(Role.VIEWER)
editor = project_context(Role.EDITOR)
owner = project_context(Role.OWNER)
