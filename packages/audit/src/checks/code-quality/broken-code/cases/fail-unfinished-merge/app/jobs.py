def run():
<<<<<<< ours
    return 1
=======
    return 2
>>>>>>> theirs
