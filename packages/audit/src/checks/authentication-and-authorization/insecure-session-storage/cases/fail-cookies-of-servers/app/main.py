from fastapi import FastAPI, Response

app = FastAPI()


@app.post("/login")
def login(response: Response):
    session_id = start_session()
    response.set_cookie("session_id", session_id, httponly=True)
    response.set_cookie("access_token", make_token(), httponly=True, secure=True)
    return {"ok": True}
