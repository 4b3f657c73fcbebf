package com.auroraretail.inventory.config;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

@ConfigurationProperties("inventory")
public record InventoryProperties(Duration reservationLifetime, Path importDirectory) {
}
