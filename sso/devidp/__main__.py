"""Starts the development identity provider: `python -m sso.devidp --port N`. Only on a developer's own machine.

PLEIN_DEVIDP_FILE names the file with realms, PLEIN_DEVIDP_STATE the file that it may write.
"""

import ipaddress
import os
import sys
from pathlib import Path

import click
from werkzeug.serving import make_server

from sso.devidp import realms
from sso.devidp.state import State
from sso.devidp.views import create_app


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="An address of this machine itself.")
@click.option("--port", type=int, required=True)
def main(host: str, port: int) -> None:
    """Serve the realms of PLEIN_DEVIDP_FILE until stopped."""
    if os.environ.get("PLEIN_ENVIRONMENT") not in {"development", "test"}:
        sys.exit(
            "This is not a real sign-in service: anyone can sign in as anyone. It starts only when PLEIN_ENVIRONMENT is"
            " development or test. Bind a real identity provider instead."
        )
    if not ipaddress.ip_address(host).is_loopback:
        sys.exit(f"{host} can be reached from other machines. Use 127.0.0.1.")
    file = os.environ.get("PLEIN_DEVIDP_FILE", "")
    if not file:
        sys.exit("PLEIN_DEVIDP_FILE is not set. Set it to the JSON file with the realms.")
    state = State(os.environ.get("PLEIN_DEVIDP_STATE", "") or ":memory:")
    app = create_app(realms.read(Path(file)), f"http://{host}:{port}", state)
    make_server(host, port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main()
