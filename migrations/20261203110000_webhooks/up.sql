-- Programs of others that are told what happens to the dossiers of a procedure.
CREATE TABLE webhooks (
    id           uuid PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures,
    url          text NOT NULL,
    -- What the messages are signed with: both sides have it.
    secret       bytea NOT NULL,
    -- The events that it is told; null for all.
    events       text[],
    created_at   timestamptz NOT NULL,
    disabled_at  timestamptz
);
CREATE INDEX webhooks_procedure ON webhooks (procedure_id);
