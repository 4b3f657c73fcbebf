package com.auroraretail.inventory.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StockFileReaderTest {

    @TempDir
    Path directory;

    private final StockFileReader reader = new StockFileReader();

    @Test
    void readsWhatTheWarehouseWrote() throws IOException {
        StockFile written = new StockFile("GOT1", Instant.EPOCH, Map.of("LAMP01", 12));

        assertThat(reader.read(write(written))).isEqualTo(written);
    }

    @Test
    void refusesAnythingElse() throws IOException {
        Path file = write("a text");

        assertThatThrownBy(() -> reader.read(file)).isInstanceOf(IOException.class);
    }

    private Path write(Object content) throws IOException {
        Path file = directory.resolve("stock-GOT1.ser");
        try (ObjectOutputStream objects = new ObjectOutputStream(Files.newOutputStream(file))) {
            objects.writeObject(content);
        }
        return file;
    }
}
