-- What happened to the clocks of a dossier: append-only. The dossier's snapshot holds the same rows for the engine; these are
-- what a person or an audit reads.
CREATE TABLE ledgers (
    dossier_id uuid NOT NULL REFERENCES dossiers,
    -- The clock, by its name in the workflow.
    deadline   text NOT NULL,
    -- From 0, in the order in which they came.
    row        integer NOT NULL,
    -- The event that added it.
    seq        integer NOT NULL,
    -- The civil date from which it counts.
    on_date    date NOT NULL,
    -- The row: `op`, what it needs, and why.
    content    jsonb NOT NULL,
    PRIMARY KEY (dossier_id, deadline, row)
);
CREATE TRIGGER ledgers_append_only BEFORE UPDATE OR DELETE ON ledgers
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The date from which a decision holds: of one that a time limit takes, its due date, whenever that was noticed. Not known of
-- those that an older version of the program takes.
ALTER TABLE decisions ADD COLUMN effective_on date;
UPDATE decisions SET effective_on = (decided_at AT TIME ZONE 'Europe/Paris')::date;
