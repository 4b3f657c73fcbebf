class Order: ...


class Item:
    def __init__(self, order):
        self.order = order
