from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from payments_api.lib.safe_path import resolve_below


def test_templates_are_listed(client: TestClient, templates: Path) -> None:
    (templates / "monthly.html").write_text("<h1>Statement</h1>")
    assert client.get("/statements/templates").json() == ["monthly.html"]


def test_a_template_can_be_downloaded(client: TestClient, templates: Path) -> None:
    (templates / "monthly.html").write_text("<h1>Statement</h1>")
    answer = client.get("/statements/download", params={"path": "monthly.html"})
    assert answer.text == "<h1>Statement</h1>"


@pytest.mark.parametrize("name", ["../secret", "%2e%2e/secret", "/etc/passwd"])
def test_nobody_leaves_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        resolve_below(tmp_path, name)
