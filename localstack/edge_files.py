"""What the local edge serves from the site's folder, with the headers CloudFront adds (`infra.constructs.edge`)."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import unquote

from aiohttp import web

from localstack.carrier.problems import problem

_STATIC_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:* http://127.0.0.1:*; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; manifest-src 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# The web chat's page may stand in a frame of any site, also of one that isolates itself; its own parts are all ours.
_FRAMED_HEADERS = _STATIC_HEADERS | {
    "Content-Security-Policy": _STATIC_HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# The widget's script is for other sites' pages, and has one name for ever.
_WIDGET_HEADERS = _STATIC_HEADERS | {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=300",
}
_HEADERS_OF = {"chat/index.html": _FRAMED_HEADERS, "widget.js": _WIDGET_HEADERS}
# What the standard tables lack, or name as they used to.
_CONTENT_TYPES = {
    ".js": "text/javascript",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


def serve_file(request: web.Request, site_dir: Path, raw_path: str) -> web.StreamResponse:
    """The answer to a request for a file of the site, `raw_path` as the client wrote it."""
    if request.method not in ("GET", "HEAD"):
        return problem(405, "method_not_allowed", "Files can only be read.", headers={"Allow": "GET, HEAD"})
    found = _find_file(site_dir, raw_path)
    if found is None:
        return problem(404, "not_found", "There is no such file.", headers=_STATIC_HEADERS)
    kind = _CONTENT_TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind == "application/json":
        kind += "; charset=utf-8"
    name = found.relative_to(site_dir.resolve()).as_posix()
    # The build puts a hash into every name under /assets/, so those never change.
    caching = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
    headers = {"Cache-Control": caching} | _HEADERS_OF.get(name, _STATIC_HEADERS) | {"Content-Type": kind}
    return web.FileResponse(found, headers=headers)


def _find_file(site_dir: Path, raw_path: str) -> Path | None:
    """The file for a path: itself, a folder's index.html, or the site's index.html for paths without an extension."""
    path = unquote(raw_path).lstrip("/")
    names = path.split("/")
    if "\0" in path or any(name.startswith(".") for name in names):
        return None
    root = site_dir.resolve()
    candidates = [root / path, root / path / "index.html"]
    if "." not in names[-1]:
        candidates.append(root / "index.html")
    for candidate in candidates:
        try:
            resolved = candidate.resolve()
            if resolved.is_file() and resolved.is_relative_to(root):
                return resolved
        except OSError:  # a name too long for the file system, say
            continue
    return None
