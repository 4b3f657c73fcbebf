package com.auroraretail.inventory.domain;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

public interface StockRepository extends JpaRepository<Stock, StockKey> {

    Page<Stock> findByKeyWarehouse(String warehouse, Pageable page);
}
