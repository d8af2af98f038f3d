-- Running dossiers that go on by a later revision of their procedure: tried first, then moved, one after the other.
CREATE TABLE moves (
    id           uuid PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures,
    from_id      uuid NOT NULL REFERENCES revisions,
    to_id        uuid NOT NULL REFERENCES revisions CHECK (to_id <> from_id),
    -- What of the old revision is what in the new one.
    mapping      jsonb NOT NULL,
    status       text NOT NULL CHECK (status IN ('trying', 'tried', 'moving', 'moved', 'stopped')),
    -- The last dossier that was looked at.
    reached      uuid,
    report       jsonb NOT NULL,
    created_by   uuid NOT NULL REFERENCES accounts,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL
);
CREATE INDEX moves_procedure ON moves (procedure_id, created_at DESC);
-- Two at once would take each other's dossiers.
CREATE UNIQUE INDEX moves_under_way ON moves (procedure_id) WHERE status IN ('trying', 'moving');
-- The dossiers that run by a revision.
CREATE INDEX dossiers_running ON dossiers (revision_id, id) WHERE submitted_at IS NOT NULL AND decided_at IS NULL;
