if tags.has("internal"):
    project = "x"
