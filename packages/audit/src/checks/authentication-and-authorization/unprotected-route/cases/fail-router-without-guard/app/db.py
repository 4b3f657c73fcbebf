class Database:
    def user_of(self, token): ...


def get_database():
    database = Database()
    try:
        yield database
    finally:
        pass
