"""The callables of projects: `create_project`, `update_project`, `delete_project` and `list_projects`."""

from typing import Any

from mirror_realm import bootstrap
from mirror_realm.api.callable_requests import (
    DeleteProjectRequest,
    NewProject,
    ProjectsRequest,
    UpdateProjectRequest,
    parse,
)
from mirror_realm.api.guards import Caller
from mirror_realm.api.page_tokens import place, place_token
from mirror_realm.domain.project import Project

DELETING_SECONDS = 40
"""The time for which a call deletes; its function has 60 seconds."""


def create_project(data: Any, caller: Caller) -> dict[str, Any]:
    """Store a new project, and return it. Raises InvalidRequest, TooManyProjects, BeingErased, Contention."""
    request = parse(NewProject, data)
    projects = bootstrap.services().projects
    return _answer(projects.create(caller.user.uid, request.name, request.note, request.key))


def update_project(data: Any, caller: Caller) -> dict[str, Any]:
    """Store another name or note of a project, and return it. Raises InvalidRequest, ProjectNotFound, BeingErased."""
    request = parse(UpdateProjectRequest, data)
    projects = bootstrap.services().projects
    return _answer(projects.update(caller.user.uid, request.project_id, request.name, request.note))


def delete_project(data: Any, caller: Caller) -> dict[str, Any]:
    """Delete a project, with its avatars or without; return `{project_id, status}`.

    `status` is `done`, or `under_way` if there are too many avatars for one call: repeat it, or the backend continues
    by itself. Repeating a call that is done returns the same. Raises InvalidRequest, BeingErased, Contention.
    """
    request = parse(DeleteProjectRequest, data)
    ending = bootstrap.services().ending
    done = ending.delete(caller.user.uid, request.project_id, request.avatars, DELETING_SECONDS)
    return {"project_id": request.project_id, "status": "done" if done else "under_way"}


def list_projects(data: Any, caller: Caller) -> dict[str, Any]:
    """Return `{projects, next_page_token}`, newest first; the last page's token is null. Raises InvalidRequest.

    With `count` each project has `avatars`, the number of its avatars.
    """
    request = parse(ProjectsRequest, data)
    after = place(request.page_token) if request.page_token else None
    uid, projects = caller.user.uid, bootstrap.services().projects
    page = projects.page(uid, after, request.page_size)
    return {
        "projects": [
            _answer(one) | ({"avatars": projects.count_avatars(uid, one.project_id)} if request.count else {})
            for one in page.projects
        ],
        "next_page_token": place_token(*page.after) if page.after else None,
    }


def _answer(project: Project) -> dict[str, Any]:
    return {
        "project_id": project.project_id,
        "name": project.name,
        "note": project.note,
        "created_at": project.created_at.isoformat(),
        "updated_at": project.updated_at.isoformat(),
    }
