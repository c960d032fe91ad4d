"""The bridge from Flask to the application: no answer leaves a task behind on its event loop."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, request

from mirror_realm import bootstrap
from mirror_realm.rest import wsgi
from tests.fakes.given_settings import given


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_answer_leaves_no_task_behind(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    services = SimpleNamespace(settings=given(), throttle=SimpleNamespace(count=lambda name: None))
    monkeypatch.setattr(bootstrap, "services", lambda: services)
    application: Any = wsgi._application
    with Flask("test").test_request_context("/api/v1/health", method=method) as context:
        response = wsgi.serve(request)
        body = response(context.request.environ, lambda *_: lambda _: None)
        assert (response.status_code, b"".join(body) == b"") == (200, method == "HEAD")
        response.close()
    deadline = time.monotonic() + 3
    while tasks := asyncio.all_tasks(application.loop):
        assert time.monotonic() < deadline, tasks
        time.sleep(0.02)
