package com.auroraretail.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StockTest {

    private final Stock stock = new Stock(new StockKey("GOT1", "LAMP01"), 10, Instant.EPOCH);

    @Test
    void reservesWhatIsAvailable() {
        stock.reserve(4);

        assertThat(stock.available()).isEqualTo(6);
        assertThat(stock.reserved()).isEqualTo(4);
    }

    @Test
    void refusesMoreThanIsAvailable() {
        stock.reserve(8);

        assertThatThrownBy(() -> stock.reserve(3))
                .isInstanceOf(NotEnoughStockException.class)
                .hasMessageContaining("2 available");
    }

    @Test
    void neverReleasesMoreThanWasReserved() {
        stock.reserve(2);
        stock.release(5);

        assertThat(stock.reserved()).isZero();
    }
}
