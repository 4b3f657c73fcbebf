"""Photos on the volume, one folder an organisation."""

import asyncio
import uuid
from pathlib import Path


class PhotoStorage:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, org_id: uuid.UUID, photo_id: uuid.UUID) -> Path:
        return self.folder / org_id.hex / f"{photo_id.hex}.bin"

    async def save(self, org_id: uuid.UUID, photo_id: uuid.UUID, content: bytes) -> None:
        await asyncio.to_thread(self._write, self._path(org_id, photo_id), content)

    async def load(self, org_id: uuid.UUID, photo_id: uuid.UUID) -> bytes:
        return await asyncio.to_thread(self._path(org_id, photo_id).read_bytes)

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
