-- Outside work that a state of a dossier asked for.
CREATE TABLE invocations (
    id         uuid PRIMARY KEY,
    dossier_id uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    -- By its names in the workflow: the work, and the state that awaits it.
    name       text NOT NULL,
    place      text NOT NULL,
    -- The event that asked for it.
    seq        integer NOT NULL,
    -- What is asked, or why nothing can be. Forgotten with the answer.
    request    jsonb,
    fault      text,
    -- The page of a provider that somebody is to go to.
    link       text,
    -- The dossier of another procedure whose decision is the answer.
    case_id    uuid REFERENCES dossiers ON DELETE SET NULL,
    asked_at   timestamptz NOT NULL,
    -- Answered, or no longer awaited.
    ended_at   timestamptz
);
CREATE UNIQUE INDEX invocations_open ON invocations (dossier_id, name) WHERE ended_at IS NULL;
CREATE INDEX invocations_dossier ON invocations (dossier_id);
CREATE INDEX invocations_case ON invocations (case_id) WHERE case_id IS NOT NULL;
