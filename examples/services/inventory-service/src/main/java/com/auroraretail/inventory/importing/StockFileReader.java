package com.auroraretail.inventory.importing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

@Component
class StockFileReader {

    StockFile read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                ObjectInputStream objects = new ObjectInputStream(in)) {
            return (StockFile) objects.readObject();
        } catch (ClassNotFoundException | ClassCastException e) {
            throw new IOException("not a stock file: " + file.getFileName(), e);
        }
    }
}
