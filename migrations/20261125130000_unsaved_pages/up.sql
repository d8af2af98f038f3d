-- What a page posted after its session had ended, until the person signs in again and sees it. It is of who wrote it alone,
-- and goes with the dossier.
CREATE TABLE unsaved_pages (
    dossier_id uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    page       integer NOT NULL,
    -- The draft's revision that the page showed.
    rev        integer NOT NULL,
    -- The inputs, [name, value] each.
    pairs      jsonb NOT NULL,
    kept_at    timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, account_id, page, rev)
);
CREATE INDEX unsaved_pages_kept_at ON unsaved_pages (kept_at);
