-- The links by which those who have no account do a part of a task. They are kept after use: who was asked, when, by whom, stays told.
CREATE TABLE opinion_links (
    id         uuid PRIMARY KEY,
    -- SHA-256 of what the mail holds: nothing here opens the page.
    token_hash bytea NOT NULL UNIQUE,
    task_id    uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
    email      text NOT NULL CHECK (email = lower(email)),
    -- The agent who had it sent; none, for the circuit itself.
    sent_by    uuid REFERENCES accounts,
    sent_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    revoked_at timestamptz,
    revoked_by uuid REFERENCES accounts
);
CREATE INDEX opinion_links_task ON opinion_links (task_id, sent_at);
