import importlib

from fastapi import FastAPI
from jinja2 import Environment, Template
from pydantic import BaseModel

app = FastAPI()
environment = Environment()


class Mail(BaseModel):
    template: str
    name: str


@app.post("/mails/preview")
def preview(mail: Mail):
    return environment.from_string(mail.template).render(name=mail.name)


@app.post("/reports/{kind}")
def report(kind: str, title: str):
    module = importlib.import_module(f"app.reports.{kind}")
    return module.run(Template("Report: {{ title }}").render(title=title))
