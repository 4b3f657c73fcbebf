from aiohttp import web


async def tickets(request: web.Request) -> web.Response:
    return web.json_response([], headers={"Access-Control-Allow-Origin": "*"})


app = web.Application()
app.router.add_get("/tickets", tickets)

if __name__ == "__main__":
    web.run_app(app, port=8080)
