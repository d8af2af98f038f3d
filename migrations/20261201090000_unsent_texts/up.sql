-- A message, or what was written for a step, that was sent after its session had ended, until the person signs in again and sees
-- it in its form. It is of who wrote it alone, and goes with the dossier.
CREATE TABLE unsent_texts (
    dossier_id uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    -- The form: `applicant` or `administration` for a message from that side, `step:` and a transition for an instructor's step.
    place      text NOT NULL,
    -- The inputs, [name, value] each.
    pairs      jsonb NOT NULL,
    kept_at    timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, account_id, place)
);
CREATE INDEX unsent_texts_kept_at ON unsent_texts (kept_at);
