class Base:
    DEBUG = False


class Development(Base):
    DEBUG = True
