from sqlalchemy import create_engine, text

engine = create_engine("postgresql://db/shop")


def check_database():
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
