from fastapi import Depends, FastAPI, File, HTTPException, UploadFile

from app.auth import current_user
from app.images import keep

app = FastAPI()
MAX_BYTES = 5_000_000


@app.post("/photos")
async def photo(file: UploadFile = File(...)):
    content = await file.read()
    if len(content) > MAX_BYTES:
        raise HTTPException(413)
    return {"size": len(content)}


@app.post("/avatars")
async def avatar(picture: UploadFile, user=Depends(current_user)):
    return await keep(picture)


@app.post("/imports")
async def imported(file: UploadFile):
    size = 0
    while chunk := await file.read(65536):
        size += len(chunk)
        if size > MAX_BYTES:
            raise HTTPException(413)
    return {"size": size}
