package com.auroraretail.inventory.api;

import com.auroraretail.inventory.domain.Stock;
import com.auroraretail.inventory.domain.StockKey;
import com.auroraretail.inventory.domain.StockRepository;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Clock;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.springframework.data.domain.Pageable;
import org.springframework.data.web.PageableDefault;
import org.springframework.data.web.PagedModel;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/stock")
class StockController {

    record StockView(String warehouse, String sku, int onHand, int available, Instant countedAt) {

        static StockView of(Stock stock) {
            return new StockView(stock.key().warehouse(), stock.key().sku(), stock.onHand(),
                    stock.available(), stock.countedAt());
        }
    }

    record CountRequest(@PositiveOrZero @Max(1_000_000) int units) {
    }

    private final StockRepository stock;
    private final Clock clock;

    StockController(StockRepository stock, Clock clock) {
        this.stock = stock;
        this.clock = clock;
    }

    @GetMapping("/{warehouse}")
    PagedModel<StockView> list(@PathVariable String warehouse, @PageableDefault(size = 50) Pageable page) {
        return new PagedModel<>(stock.findByKeyWarehouse(warehouse, page).map(StockView::of));
    }

    @GetMapping("/{warehouse}/{sku}")
    StockView get(@PathVariable String warehouse, @PathVariable String sku) {
        return stock.findById(new StockKey(warehouse, sku))
                .map(StockView::of)
                .orElseThrow(NoSuchElementException::new);
    }

    @PutMapping("/{warehouse}/{sku}")
    StockView count(@PathVariable String warehouse, @PathVariable String sku,
            @Valid @RequestBody CountRequest request) {
        StockKey key = new StockKey(warehouse, sku);
        Instant now = clock.instant();
        Stock level = stock.findById(key).orElseGet(() -> new Stock(key, request.units(), now));
        level.count(request.units(), now);
        System.out.println("counted " + key + ": " + request.units());
        return StockView.of(stock.save(level));
    }
}
