"""huiqi as a small web service. FastAPI is no dependency of huiqi: pip install fastapi uvicorn

Run: python examples/10-fastapi-service.py, then
    curl -H content-type:application/json -d '{"location": "福建泉州晋江", "employees": 120}' \\
        localhost:8000/check
"""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from huiqi import HuiqiError, Profile, ProfileError, Rulebook

app = FastAPI(title="huiqi")
# Once for the process: it does not change, and threads share it.
book = Rulebook.load()


@app.exception_handler(HuiqiError)
async def refuse(request: Request, error: HuiqiError) -> JSONResponse:
    """What was wrong with the request, in the words of the command line."""
    findings = [
        {"code": f.code, "message": f.message("en"), "help": f.help("en")} for f in error.findings
    ]
    return JSONResponse({"findings": findings}, 422 if isinstance(error, ProfileError) else 404)


def profile_of(company: dict[str, Any]) -> Profile:
    """Plain JSON values as a profile. Text in place of a mapping would be taken for a path."""
    return book.profile(company)


@app.post("/check")
async def check(company: dict[str, Any], as_of: date | None = None) -> Response:
    """The whole assessment; some tens of milliseconds, for which the loop does not wait."""
    found = await asyncio.to_thread(book.check, profile_of(company), as_of)
    return Response(await asyncio.to_thread(found.to_json), media_type="application/json")


@app.post("/verdicts")
async def verdicts(company: dict[str, Any], as_of: date | None = None) -> dict[str, str]:
    """Verdicts alone: short enough for the loop itself."""
    found = book.verdicts(profile_of(company), as_of)
    return {name: verdict.value for name, verdict in found.items()}


@app.post("/explain/{programme}")
async def explain(programme: str, company: dict[str, Any], as_of: date | None = None) -> Response:
    """Why a programme applies or not, in words."""
    found = await asyncio.to_thread(book.check, profile_of(company), as_of)
    return Response(found.explain(programme), media_type="text/plain; charset=utf-8")


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
