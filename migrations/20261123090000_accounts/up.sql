CREATE TABLE accounts (
    id            uuid PRIMARY KEY,
    -- Kept in lower case by the application: one person, one account.
    email         text NOT NULL UNIQUE CHECK (email = lower(email)),
    given_name    text NOT NULL,
    family_name   text NOT NULL,
    password_hash text NOT NULL,
    language      text NOT NULL DEFAULT 'fr',
    administrator boolean NOT NULL DEFAULT false,
    confirmed_at  timestamptz,
    created_at    timestamptz NOT NULL
);

-- Links sent by mail. Only their hash is kept: a copy of the database opens no account.
CREATE TABLE account_tokens (
    hash       bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('confirm', 'reset')),
    expires_at timestamptz NOT NULL
);
CREATE INDEX account_tokens_account ON account_tokens (account_id, purpose);

CREATE TABLE sessions (
    key_hash     bytea PRIMARY KEY,
    -- What pages show and revoke: the key itself never leaves the cookie.
    id           uuid NOT NULL UNIQUE,
    account_id   uuid REFERENCES accounts ON DELETE CASCADE,
    state        jsonb NOT NULL,
    user_agent   text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
