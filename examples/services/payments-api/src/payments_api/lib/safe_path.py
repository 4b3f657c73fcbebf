from pathlib import Path
from urllib.parse import unquote


def resolve_below(base: Path, name: str) -> Path:
    """Decodes and resolves `name`; raises ValueError when it leaves `base`."""
    target = (base / unquote(name)).resolve()
    if not target.is_relative_to(base.resolve()):
        raise ValueError("outside of the base folder")
    return target
