-- The acknowledgements of receipt of a dossier, as each was issued: what it told is not computed again later. Append-only.
CREATE TABLE receipts (
    dossier_id   uuid NOT NULL REFERENCES dossiers,
    -- From 1; the last takes the place of those before it.
    number       integer NOT NULL,
    -- The event that it acknowledges.
    seq          integer NOT NULL,
    issued_at    timestamptz NOT NULL,
    -- The day at whose end silence was to become a decision.
    effective_on date,
    -- What it says, by language.
    content      jsonb NOT NULL,
    PRIMARY KEY (dossier_id, number)
);
CREATE TRIGGER receipts_append_only BEFORE UPDATE OR DELETE ON receipts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
