"""The routes of projects."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from mirror_realm.api import projects
from mirror_realm.api.callable_requests import LONGEST_PAGE_TOKEN, NewProject, ProjectWords
from mirror_realm.api.wish_request import PROJECT_ID
from mirror_realm.domain.project import AvatarsOf
from mirror_realm.rest import answers, examples, schemas
from mirror_realm.rest.callers import Leaving, Signed
from mirror_realm.rest.documented import problems, under_way

router = APIRouter(prefix="/projects", tags=["projects"])

Id = Annotated[str, Path(pattern=PROJECT_ID, description="The `project_id` of an answer.")]


class ProjectsQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    page_size: Annotated[int, Field(ge=1, le=50)] = 20
    page_token: Annotated[str | None, Field(max_length=LONGEST_PAGE_TOKEN)] = None
    """`next_page_token` of the page before."""
    count: bool = False
    """Whether each project has the number of its avatars."""


class DeleteQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    avatars: AvatarsOf
    """Whether its avatars are deleted with it, or kept without a project."""


@router.get("", response_model=schemas.Projects, responses=problems())
def list_projects(request: Request, caller: Signed, query: Annotated[ProjectsQuery, Query()]) -> Response:
    """List the caller's projects, albums of avatars, newest first."""
    return answers.read(request, projects.list_projects(query.model_dump(exclude_none=True), caller))


@router.post("", status_code=201, response_model=schemas.Project, responses=problems(409))
def create_project(
    caller: Leaving, project: Annotated[NewProject, Body(openapi_examples=examples.PROJECT)]
) -> Response:
    """Make a project. A repetition with the same `key` returns the one that is there."""
    return answers.done(projects.create_project(project.model_dump(exclude_unset=True), caller), 201)


@router.patch("/{project_id}", response_model=schemas.Project, responses=problems(404, 409))
def update_project(
    caller: Leaving,
    project_id: Id,
    words: Annotated[ProjectWords, Body(openapi_examples=examples.PROJECT_WORDS)],
) -> Response:
    """Store another name or note of a project."""
    data = {**words.model_dump(exclude_unset=True), "project_id": project_id}
    return answers.done(projects.update_project(data, caller))


@router.delete(
    "/{project_id}",
    response_model=schemas.ProjectEnd,
    responses=under_way(schemas.ProjectEnd, "The rest is done soon; a repetition continues.") | problems(409),
)
def delete_project(caller: Leaving, project_id: Id, query: Annotated[DeleteQuery, Query()]) -> Response:
    """Delete a project, with its avatars or without. A repetition is answered equally."""
    state = projects.delete_project({"project_id": project_id, "avatars": query.avatars}, caller)
    done = state["status"] == "done"
    return answers.done(state, 200 if done else 202, {} if done else {"Retry-After": "1"})
