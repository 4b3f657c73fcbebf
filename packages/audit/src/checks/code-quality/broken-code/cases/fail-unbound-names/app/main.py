from fastapi import FastAPI

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://shop.example"])


@app.get("/later")
def later():
    # Only fails when it is called, which is another check's business.
    return undefined_in_a_function
