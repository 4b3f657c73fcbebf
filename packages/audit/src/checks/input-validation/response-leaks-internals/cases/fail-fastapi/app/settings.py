ENV = "production"
DATA_DIR = "/srv/data"
