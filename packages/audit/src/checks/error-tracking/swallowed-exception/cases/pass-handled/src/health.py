from db import connection


def _database():
    try:
        connection.execute("SELECT 1")
        return True
    except Exception:
        return False
