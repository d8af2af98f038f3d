CREATE TABLE procedures (
    id          uuid PRIMARY KEY,
    slug        text NOT NULL UNIQUE,
    status      text NOT NULL CHECK (status IN ('published', 'closed')),
    -- The revision that new dossiers start on.
    revision_id uuid NOT NULL,
    created_at  timestamptz NOT NULL
);

-- Never changed once written: a dossier stays on the revision it was started on.
CREATE TABLE revisions (
    id           uuid PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures DEFERRABLE INITIALLY DEFERRED,
    number       integer NOT NULL,
    -- The file as it was read, order of keys included: text, since jsonb would sort it.
    content      text NOT NULL,
    -- The workflow that the file names, as it was on the day.
    workflow     text NOT NULL,
    digest       bytea NOT NULL,
    created_by   uuid REFERENCES accounts,
    created_at   timestamptz NOT NULL,
    UNIQUE (procedure_id, number)
);
ALTER TABLE procedures ADD FOREIGN KEY (revision_id) REFERENCES revisions DEFERRABLE INITIALLY DEFERRED;

-- The models that a revision hands out: files that lay beside its own.
CREATE TABLE revision_files (
    revision_id uuid NOT NULL REFERENCES revisions,
    name        text NOT NULL,
    content     bytea NOT NULL,
    PRIMARY KEY (revision_id, name)
);

CREATE TABLE groups (
    id           uuid PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures,
    key          text NOT NULL,
    label        jsonb NOT NULL,
    UNIQUE (procedure_id, key)
);

CREATE TABLE group_members (
    group_id   uuid NOT NULL REFERENCES groups ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    PRIMARY KEY (group_id, account_id)
);
CREATE INDEX group_members_account ON group_members (account_id);

CREATE TABLE officials (
    procedure_id uuid NOT NULL REFERENCES procedures ON DELETE CASCADE,
    account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    PRIMARY KEY (procedure_id, account_id)
);
CREATE INDEX officials_account ON officials (account_id);
