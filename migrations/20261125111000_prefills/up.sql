-- Answers that another service posted, for whoever starts with the link. They are encrypted under a key that only the link
-- holds, of which only the hash is kept.
CREATE TABLE prefills (
    hash         bytea PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures ON DELETE CASCADE,
    sealed       bytea NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX prefills_expiry ON prefills (expires_at);

-- Where the first answers of a draft came from: what was filled in, what could not be.
ALTER TABLE dossiers ADD COLUMN origin jsonb;
