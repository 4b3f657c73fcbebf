def items(request):
    return None
