for name in ("alpha", "beta"):
    globals()[name] = name

print(alpha)
