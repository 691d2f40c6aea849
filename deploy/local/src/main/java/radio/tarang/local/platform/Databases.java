package radio.tarang.local.platform;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import radio.tarang.local.server.Postgres;

/** One database and one role per service, of the same name; no role sees another's database. */
record Databases(Postgres postgres) {

    /** Creates what is missing and sets the password; safe to repeat. */
    void ensure(String name, String password) throws IOException {
        try (Connection connection = postgres.connect("postgres"); Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", name)) {
                statement.execute("create role %s login".formatted(name));
            }
            statement.execute("alter role %s password '%s'".formatted(name, password));
            if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
                statement.execute("create database %s owner %s".formatted(name, name));
            }
            statement.execute("revoke connect on database %s from public".formatted(name));
        } catch (SQLException failed) {
            throw new IOException("The database " + name + " could not be made: " + failed.getMessage(), failed);
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
