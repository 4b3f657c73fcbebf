from sqlalchemy import create_engine

from settings import ADDRESS, engine_options

engine = create_engine(ADDRESS, **engine_options)
