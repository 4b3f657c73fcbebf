from pymongo import MongoClient

from app.settings import settings

store = MongoClient(
    settings.mongo_host,
    port=settings.mongo_port,
    maxPoolSize=settings.pool,
)
