package com.auroraretail.inventory.importing;

import com.auroraretail.inventory.config.InventoryProperties;
import com.auroraretail.inventory.domain.Stock;
import com.auroraretail.inventory.domain.StockKey;
import com.auroraretail.inventory.domain.StockRepository;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class StockFileImporter {

    private static final Logger log = LoggerFactory.getLogger(StockFileImporter.class);

    private final StockFileReader reader;
    private final StockRepository stock;
    private final TransactionTemplate transaction;
    private final Path directory;

    StockFileImporter(StockFileReader reader, StockRepository stock, TransactionTemplate transaction,
            InventoryProperties properties) {
        this.reader = reader;
        this.stock = stock;
        this.transaction = transaction;
        this.directory = properties.importDirectory();
    }

    @Scheduled(cron = "0 */15 2-5 * * *")
    void importNewFiles() throws IOException {
        if (!Files.isDirectory(directory)) {
            System.err.println("import directory is missing: " + directory);
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "stock-*.ser")) {
            for (Path file : files) {
                importFile(file);
            }
        }
    }

    private void importFile(Path file) throws IOException {
        try {
            StockFile content = reader.read(file);
            transaction.executeWithoutResult(status -> apply(content));
            System.out.println("imported " + content.units().size() + " articles of " + content.warehouse());
            move(file, "done");
        } catch (IOException | RuntimeException e) {
            log.error("{} could not be imported", file.getFileName(), e);
            move(file, "failed");
        }
    }

    private void apply(StockFile content) {
        content.units().forEach((sku, units) -> {
            StockKey key = new StockKey(content.warehouse(), sku);
            Stock level = stock.findById(key).orElseGet(() -> new Stock(key, units, content.countedAt()));
            level.count(units, content.countedAt());
            stock.save(level);
        });
    }

    private void move(Path file, String folder) throws IOException {
        Path target = Files.createDirectories(directory.resolve(folder));
        Files.move(file, target.resolve(file.getFileName()));
    }
}
