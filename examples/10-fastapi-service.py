"""huiqi as a small web service. FastAPI is no dependency of huiqi: pip install fastapi uvicorn

Run: python examples/10-fastapi-service.py, then
    curl -H content-type:application/json -d '{"location": "福建泉州晋江", "employees": 120}' \\
        localhost:8000/check
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from huiqi import Diagnostic, HuiqiError, ProfileError, ProfileReading, Rulebook

app = FastAPI(title="huiqi")
# Once for the process: it does not change, and threads share it.
book = Rulebook.load()


def told(findings: Iterable[Diagnostic]) -> list[dict[str, str | None]]:
    """Findings in the words of the command line."""
    return [{"code": f.code, "message": f.message("en"), "help": f.help("en")} for f in findings]


@app.exception_handler(HuiqiError)
async def refuse(request: Request, error: HuiqiError) -> JSONResponse:
    """What was wrong with the request."""
    status = 422 if isinstance(error, ProfileError) else 404
    return JSONResponse({"findings": told(error.findings)}, status)


def read(company: dict[str, Any]) -> ProfileReading:
    """Plain JSON values as a profile. Text in place of a mapping would be taken for a path.

    Places and sectors that are not understood count as unknown: every answer says so.
    """
    return book.read_profile(company)


@app.post("/check")
async def check(company: dict[str, Any], as_of: date | None = None) -> dict[str, Any]:
    """The whole assessment; some tens of milliseconds, for which the loop does not wait."""
    reading = read(company)
    found = await asyncio.to_thread(book.check, reading.profile, as_of)
    stored = await asyncio.to_thread(found.to_json)
    return {"assessment": json.loads(stored), "warnings": told(reading.warnings)}


@app.post("/verdicts")
async def verdicts(company: dict[str, Any], as_of: date | None = None) -> dict[str, Any]:
    """Verdicts alone: short enough for the loop itself."""
    reading = read(company)
    found = book.verdicts(reading.profile, as_of)
    named = {name: verdict.value for name, verdict in found.items()}
    return {"verdicts": named, "warnings": told(reading.warnings)}


@app.post("/explain/{programme}")
async def explain(
    programme: str, company: dict[str, Any], as_of: date | None = None
) -> dict[str, Any]:
    """Why a programme applies or not, in words."""
    reading = read(company)
    found = await asyncio.to_thread(book.check, reading.profile, as_of)
    return {"explanation": found.explain(programme), "warnings": told(reading.warnings)}


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
