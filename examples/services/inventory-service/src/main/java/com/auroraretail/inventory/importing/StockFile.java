package com.auroraretail.inventory.importing;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/** One night's count of one warehouse, as the warehouse management system writes it. */
public record StockFile(String warehouse, Instant countedAt, Map<String, Integer> units) implements Serializable {
}
