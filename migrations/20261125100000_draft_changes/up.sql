-- What drafts were before each change: told to whoever writes from an older page. Goes with the draft.
CREATE TABLE draft_changes (
    dossier_id uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    -- The draft's revision that the change made.
    rev        integer NOT NULL,
    author_id  uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    -- The page, as it was drawn once in one browser, that wrote.
    page       uuid,
    at         timestamptz NOT NULL,
    -- JSON Patch (RFC 6902) that gives back the draft of before.
    undo       jsonb NOT NULL,
    -- How the rows of a block moved, when that is the whole change.
    rows       jsonb,
    PRIMARY KEY (dossier_id, rev)
);
CREATE INDEX draft_changes_at ON draft_changes (at);
