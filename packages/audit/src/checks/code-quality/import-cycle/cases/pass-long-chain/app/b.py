from app.c import value

value = value
