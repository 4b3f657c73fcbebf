CONFLICT = """
<<<<<<< ours
a
=======
b
>>>>>>> theirs
"""
