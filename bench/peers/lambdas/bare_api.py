"""FastAPI behind Mangum with one route: what any REST API built on the two pays before it does anything of its own."""

from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "well"}


handler = Mangum(app, lifespan="off")
