"""The page, the documentation of the interfaces, and what tells of the server: nothing here is read from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import fastapi_offline
from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST

from s2s.serve import schemas
from s2s.serve.context import Context
from s2s.serve.documents import suffixes
from s2s.serve.names import name_of

PAGE = Path(__file__).parent / "page"
DOCS = Path(fastapi_offline.__file__).parent / "static"
"""Swagger UI: the package is nothing else."""
TYPING = 300
"""Milliseconds without a key that a page waits for before it asks."""
OWN = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'"
POLICY = f"{OWN}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
"""Content-Security-Policy of the page."""
DOCS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " frame-ancestors 'none'"
)
"""Swagger UI begins with a script that stands in the page."""


def router(context: Context) -> APIRouter:
    """The routes of the page, its settings, and the server's own state and numbers."""
    routes = APIRouter(tags=["Server"])

    @routes.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(
            PAGE / "index.html", headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        )

    @routes.get("/health", **schemas.health)
    def health() -> Any:
        """Whether the server answers."""
        return {"status": "ok"}

    @routes.get("/frontend/settings", **schemas.settings)
    def settings() -> Any:
        """What a page needs to know."""
        return settings_of(context)

    @routes.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        return Response(context.metrics.text(lambda: context.models.waiting), media_type=CONTENT_TYPE_LATEST)

    return routes


def settings_of(context: Context) -> dict[str, Any]:
    """The answer to ``/frontend/settings``, under LibreTranslate's names."""
    options, models = context.options, context.models
    source, target = next(iter(models.translators))
    return {
        "charLimit": options.char_limit,
        "frontendTimeout": TYPING,
        "apiKeys": options.api_keys is not None,
        "keyRequired": options.api_keys is not None,
        "suggestions": False,
        "filesTranslation": True,
        "supportedFilesFormat": suffixes(),
        "language": {
            "source": {"code": source, "name": name_of(source)},
            "target": {"code": target, "name": name_of(target)},
        },
    }


def add_files(app: FastAPI) -> None:
    """The files of the page, and Swagger UI over ``/openapi.json``; ``/spec`` is what LibreTranslate calls that."""
    app.mount("/page", StaticFiles(directory=PAGE), name="page")
    app.mount("/swagger", StaticFiles(directory=DOCS), name="swagger")

    @app.get("/docs", include_in_schema=False)
    def docs() -> Response:
        response = get_swagger_ui_html(
            openapi_url="openapi.json",
            title=f"{app.title}: interfaces",
            swagger_js_url="swagger/swagger-ui-bundle.js",
            swagger_css_url="swagger/swagger-ui.css",
            swagger_favicon_url="page/icon.svg",
        )
        response.headers["Content-Security-Policy"] = DOCS_POLICY
        return response

    @app.get("/spec", include_in_schema=False)
    def spec() -> JSONResponse:
        return JSONResponse(app.openapi())
