-- Which broadcast of a recurring show a programme is, and what listeners were promised where overruns have moved it since.
ALTER TABLE program
    ADD COLUMN schedule_id     uuid,
    ADD COLUMN occurrence      date,            -- the local date the show's pattern puts it on, wherever it was moved
    ADD COLUMN announced_start timestamptz,
    ADD COLUMN announced_end   timestamptz,
    ADD CONSTRAINT program_occurrence_whole CHECK ((schedule_id IS NULL) = (occurrence IS NULL)),
    ADD CONSTRAINT program_announced_whole CHECK ((announced_start IS NULL) = (announced_end IS NULL));
CREATE UNIQUE INDEX program_occurrence ON program (schedule_id, occurrence) WHERE schedule_id IS NOT NULL;
