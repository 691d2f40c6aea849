-- Which editor made a programme; null where a schedule, a file or the demo did. Forgotten with the person.
ALTER TABLE program ADD COLUMN created_by uuid;
CREATE INDEX program_created_by ON program (created_by) WHERE created_by IS NOT NULL;
