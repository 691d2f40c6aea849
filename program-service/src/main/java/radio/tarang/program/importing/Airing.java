package radio.tarang.program.importing;

import java.util.UUID;

import radio.tarang.program.BulkPrograms.Wish;

/** A programme of a file on its way to a station. */
record Airing(UUID stationId, Wish wish) {
}
