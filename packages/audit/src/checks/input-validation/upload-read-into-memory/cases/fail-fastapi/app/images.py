async def keep(upload):
    data = await upload.read()
    return {"size": len(data)}
