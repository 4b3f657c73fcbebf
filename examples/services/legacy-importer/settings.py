import configparser
import os

config = configparser.ConfigParser()
config.read(os.environ.get("IMPORTER_INI", "importer.ini"))

FTP_HOST = config["ftp"]["host"]
FTP_USER = config["ftp"]["user"]
FTP_PASSWORD = "Wholesale2016!"
FTP_FOLDER = config["ftp"]["folder"]

DATABASE = os.environ.get("IMPORTER_DB", "prices.db")
COLUMNS = dict(config["columns"])
