-- What a person shows of themselves. No row: nothing yet. Its version is the account's, whose event purges the cached copies.
CREATE TABLE profile (
    user_id      uuid PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    display_name text,
    bio          text,
    avatar_url   text
);
