-- A button that somebody presses on many dossiers: each is a command of its own, with what came of it.
CREATE TABLE bulk_actions (
    id           uuid PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures,
    -- The one whose button it was.
    revision_id  uuid NOT NULL REFERENCES revisions,
    button       text NOT NULL,
    -- What its form was filled with, once for all.
    input        jsonb NOT NULL,
    total        integer NOT NULL,
    status       text NOT NULL CHECK (status IN ('running', 'done', 'stopped')),
    created_by   uuid NOT NULL REFERENCES accounts,
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX bulk_actions_mine ON bulk_actions (created_by, procedure_id, created_at DESC, id DESC);
CREATE INDEX bulk_actions_created ON bulk_actions (created_at);

CREATE TABLE bulk_items (
    action_id  uuid NOT NULL REFERENCES bulk_actions ON DELETE CASCADE,
    -- Nothing refers to the dossier: a check of each would lock as many as were chosen. One that was submitted is never deleted.
    dossier_id uuid NOT NULL,
    -- The dossier as it was when it was chosen.
    state      text NOT NULL,
    rev        integer NOT NULL,
    -- `done`, or why not; none until its turn has come.
    result     text,
    -- The order of reading: what was not done, what waits, what was done.
    rank       smallint NOT NULL GENERATED ALWAYS AS
        (CASE WHEN result IS NULL THEN 1 WHEN result = 'done' THEN 2 ELSE 0 END) STORED,
    PRIMARY KEY (action_id, dossier_id)
);
CREATE INDEX bulk_items_in_order ON bulk_items (action_id, rank, dossier_id);
