"""The pages that ask where ticked things go send them there: what a page shows is what is asked for."""

import re

import pytest

from tests.hub.conftest import Client
from tests.hub.documents.conftest import Folders, of
from tests.world import World


@pytest.mark.parametrize("path", ["kopie-hier", "verplaatsen"])
def test_the_form_and_the_folders_lead_to_where_it_is_done(
    world: World, client: Client, folder: Folders, path: str
) -> None:
    ticked, target = folder("sanne", "visie", f"Gaat {path}"), folder("sanne", "visie", f"Naar {path}")
    here = f"/groepen/{world.spaces['visie']}/{path}"
    page = client("sanne").get(f"{here}?stuk={of(ticked)}")

    assert page.status_code == 200
    assert f'action="{here}"' in page.text
    way = re.search(rf'href="([^"]+naar={of(target)})"', page.text)
    assert way is not None
    assert way[1].startswith(f"{here}?")
