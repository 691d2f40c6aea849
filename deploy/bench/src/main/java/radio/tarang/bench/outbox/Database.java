package radio.tarang.bench.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;

import radio.tarang.faults.stage.Stage;

/** A database with the outbox's own tables. */
final class Database {

    private Database() {
    }

    static HikariDataSource withOutbox(Stage stage, String name) throws IOException, SQLException {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(stage.jdbcUrl(name));
        database.setUsername(name);
        database.setPassword(Stage.PASSWORD);
        database.setMaximumPoolSize(Writers.CALLERS + 10);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                InputStream ddl = Database.class.getResourceAsStream("/db/outbox/R__outbox.sql")) {
            statement.execute(new String(Objects.requireNonNull(ddl).readAllBytes(), StandardCharsets.UTF_8));
        }
        return database;
    }
}
