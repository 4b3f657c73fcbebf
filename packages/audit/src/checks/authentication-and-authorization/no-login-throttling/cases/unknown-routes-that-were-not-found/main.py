from fastapi import FastAPI

from plugins import load_plugins

app = FastAPI()


@app.get("/orders")
def orders():
    return []


for plugin in load_plugins():
    app.include_router(plugin.router)
