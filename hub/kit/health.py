"""Two questions for whoever watches: is this process alive (`/healthz`), and can it serve people now (`/readyz`)."""

from collections.abc import Callable, Mapping

from flask import Flask, Response, jsonify

Check = Callable[[], object]


def answer_watchers(app: Flask, checks: Mapping[str, Check]) -> None:
    """Add the two pages. A check that raises means not ready: its name is said, never why, as everybody may ask."""

    def healthz() -> Response:
        return _unkept(jsonify(status="alive"))

    def readyz() -> Response:
        failing = [name for name, check in checks.items() if _fails(check)]
        answer = jsonify(status="not ready" if failing else "ready", failing=failing)
        answer.status_code = 503 if failing else 200
        return _unkept(answer)

    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)


def _fails(check: Check) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is the same
        return True
    return False


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
