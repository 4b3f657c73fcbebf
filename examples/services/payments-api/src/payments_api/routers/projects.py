from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, status

from payments_api.db.models import Project, ProjectMembership, Role, User
from payments_api.lib.auth import CurrentUser
from payments_api.lib.project_context import ProjectContext, owner
from payments_api.schemas import MemberAdd, ProjectCreate, ProjectOut

router = APIRouter()


@router.get("")
def list_projects(user: CurrentUser) -> list[ProjectOut]:
    memberships = ProjectMembership.find(ProjectMembership.username == user.username).run()
    ids = [membership.project_id for membership in memberships]
    projects = Project.find({"project_id": {"$in": ids}}).sort("name").run()
    return [ProjectOut(project_id=p.project_id, name=p.name) for p in projects]


@router.post("", status_code=status.HTTP_201_CREATED)
def create_project(body: ProjectCreate, user: CurrentUser) -> ProjectOut:
    project = Project(name=body.name)
    project.insert()
    ProjectMembership(
        project_id=project.project_id, username=user.username, role=Role.OWNER
    ).insert()
    return ProjectOut(project_id=project.project_id, name=project.name)


@router.post("/{project_id}/members", status_code=status.HTTP_201_CREATED)
def add_member(
    body: MemberAdd, context: Annotated[ProjectContext, Depends(owner)]
) -> dict[str, str]:
    if User.find_one(User.username == body.username).run() is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, detail="User not found")
    ProjectMembership(
        project_id=context.project_id, username=body.username, role=body.role
    ).insert()
    return {"username": body.username, "role": body.role}
