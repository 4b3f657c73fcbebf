from app import b

value = b.value
