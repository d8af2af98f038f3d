CREATE SEQUENCE dossier_numbers;

CREATE TABLE dossiers (
    id             uuid PRIMARY KEY,
    number         text NOT NULL UNIQUE,
    procedure_id   uuid NOT NULL REFERENCES procedures,
    revision_id    uuid NOT NULL REFERENCES revisions,
    applicant_id   uuid NOT NULL REFERENCES accounts,
    group_id       uuid REFERENCES groups,
    assignee_id    uuid REFERENCES accounts,
    -- Who files: given_name, family_name, or siret and name of an organisation.
    applicant      jsonb NOT NULL,
    applicant_name text NOT NULL,
    state          text NOT NULL,
    phase          text NOT NULL,
    -- The workflow engine's whole memory of this dossier.
    snapshot       jsonb NOT NULL,
    -- Number of steps taken: what a command expects, so that two people never overwrite each other.
    rev            integer NOT NULL DEFAULT 0,
    -- Hash of the last event: an event removed from the end is seen too.
    head           bytea,
    -- What the applicant is writing, valid or not; what was submitted.
    draft          jsonb,
    draft_rev      integer NOT NULL DEFAULT 0,
    answers        jsonb,
    submitted_at   timestamptz,
    decided_at     timestamptz,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL
);
CREATE INDEX dossiers_applicant ON dossiers (applicant_id, updated_at DESC, id DESC);
-- The instructors' table: keyset by last change or by submission, within a group.
CREATE INDEX dossiers_group_updated ON dossiers (group_id, updated_at DESC, id DESC) WHERE submitted_at IS NOT NULL;
CREATE INDEX dossiers_group_phase ON dossiers (group_id, phase) WHERE submitted_at IS NOT NULL;
CREATE INDEX dossiers_procedure ON dossiers (procedure_id);

-- Append-only and hash-chained: what happened, in order, per dossier.
CREATE TABLE events (
    dossier_id uuid NOT NULL REFERENCES dossiers,
    seq        integer NOT NULL,
    at         timestamptz NOT NULL,
    actor_id   uuid REFERENCES accounts,
    command    text NOT NULL,
    -- The idempotency key of the command: a replay finds its first result here.
    key        text,
    content    jsonb NOT NULL,
    hash       bytea NOT NULL,
    PRIMARY KEY (dossier_id, seq)
);
CREATE UNIQUE INDEX events_key ON events (dossier_id, key) WHERE key IS NOT NULL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE decisions (
    id            uuid PRIMARY KEY,
    dossier_id    uuid NOT NULL REFERENCES dossiers,
    seq           integer NOT NULL,
    outcome       text NOT NULL CHECK (outcome IN ('accepted', 'refused', 'closed', 'withdrawn')),
    motivation    text NOT NULL,
    tacit         boolean NOT NULL,
    decided_by    uuid REFERENCES accounts,
    decided_at    timestamptz NOT NULL,
    superseded_at timestamptz
);
CREATE UNIQUE INDEX decisions_in_force ON decisions (dossier_id) WHERE superseded_at IS NULL;
CREATE INDEX decisions_dossier ON decisions (dossier_id);

CREATE TABLE corrections (
    id           uuid PRIMARY KEY,
    dossier_id   uuid NOT NULL REFERENCES dossiers,
    reason       text NOT NULL,
    message      text NOT NULL,
    -- JSON Pointers of the fields to correct.
    fields       jsonb NOT NULL,
    requested_by uuid REFERENCES accounts,
    requested_at timestamptz NOT NULL,
    resolved_at  timestamptz
);
CREATE UNIQUE INDEX corrections_pending ON corrections (dossier_id) WHERE resolved_at IS NULL;
CREATE INDEX corrections_dossier ON corrections (dossier_id);

CREATE TABLE messages (
    id         uuid PRIMARY KEY,
    dossier_id uuid NOT NULL REFERENCES dossiers,
    -- None for a message that a step of the workflow left.
    author_id  uuid REFERENCES accounts,
    side       text NOT NULL CHECK (side IN ('applicant', 'administration')),
    body       text NOT NULL,
    sent_at    timestamptz NOT NULL
);
CREATE INDEX messages_dossier ON messages (dossier_id, id);

CREATE TABLE files (
    id          uuid PRIMARY KEY,
    dossier_id  uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    pointer     text NOT NULL,
    name        text NOT NULL,
    media_type  text NOT NULL,
    size        bigint NOT NULL,
    sha256      bytea NOT NULL,
    uploaded_by uuid NOT NULL REFERENCES accounts,
    uploaded_at timestamptz NOT NULL
);
CREATE INDEX files_dossier ON files (dossier_id);

CREATE TABLE timers (
    dossier_id uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    name       text NOT NULL,
    due_at     timestamptz NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    PRIMARY KEY (dossier_id, name)
);
CREATE INDEX timers_due ON timers (due_at);
