ADDRESS = "postgresql://db/app"
engine_options = dict(pool_size=5)
