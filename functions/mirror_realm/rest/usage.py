"""The route of the figures, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from mirror_realm.api import usage
from mirror_realm.domain.usage_report import Period
from mirror_realm.rest import answers, schemas
from mirror_realm.rest.callers import Leaving
from mirror_realm.rest.documented import problems

router = APIRouter(prefix="/usage", tags=["administration"])


class UsageQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    period: Period = Period.TODAY
    """The time that ends now."""


@router.get("", response_model=schemas.UsageReport, responses=problems())
def usage_report(request: Request, caller: Leaving, query: Annotated[UsageQuery, Query()]) -> Response:
    """Return what was made, spent and saved in a time, for administrators. What could not be had is null, never 0."""
    return answers.read(request, usage.usage_report({"period": query.period}, caller))
