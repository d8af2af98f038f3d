-- People whom an applicant lets write in a dossier. Of the mailed link only the hash is kept, until it is used.
CREATE TABLE invitations (
    id         uuid PRIMARY KEY,
    dossier_id uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    email      text NOT NULL CHECK (email = lower(email)),
    token_hash bytea UNIQUE,
    -- Who accepted; the link is then spent.
    account_id uuid REFERENCES accounts ON DELETE CASCADE,
    sent_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (dossier_id, email),
    CHECK ((token_hash IS NULL) = (account_id IS NOT NULL))
);
CREATE UNIQUE INDEX invitations_account ON invitations (account_id, dossier_id) WHERE account_id IS NOT NULL;
CREATE INDEX invitations_expiry ON invitations (expires_at) WHERE account_id IS NULL;

-- Who wrote last in the draft.
ALTER TABLE dossiers ADD COLUMN draft_by uuid REFERENCES accounts ON DELETE SET NULL;
