from pymongo import MongoClient

client = MongoClient("mongodb://db/app?maxPoolSize=20")
