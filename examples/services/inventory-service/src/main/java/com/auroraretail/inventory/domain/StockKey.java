package com.auroraretail.inventory.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

@Embeddable
public record StockKey(
        @Column(name = "warehouse") String warehouse,
        @Column(name = "sku") String sku) implements Serializable {
}
