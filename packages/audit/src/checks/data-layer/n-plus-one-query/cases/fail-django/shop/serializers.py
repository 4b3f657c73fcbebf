from rest_framework import serializers

from shop.models import Item, Order


class ItemSerializer(serializers.ModelSerializer):
    pass


class OrderSerializer(serializers.ModelSerializer):
    items = ItemSerializer(many=True)
    paid = serializers.SerializerMethodField()

    # Asks for each order.
    def get_paid(self, order):
        return order.payments.filter(state="done").exists()
