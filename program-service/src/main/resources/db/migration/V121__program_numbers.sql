-- Programmes are numbered in the order they are made, once and for good: nobody can write the number. Its low 24 bits are
-- what hybrid radios know a programme by (shortId), which has to be unique among all that one provider publishes and may
-- not come again for six months (ETSI TS 102 818, TS 102 371). Rewrites the table.
ALTER TABLE program ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
