-- Effects that leave the database, written in the transaction that decides them.
CREATE TABLE outbox (
    id           uuid PRIMARY KEY,
    -- The receiver can tell a second delivery by it.
    dedup_key    text NOT NULL UNIQUE,
    kind         text NOT NULL,
    payload      jsonb NOT NULL,
    run_at       timestamptz NOT NULL,
    attempts     integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    last_error   text,
    -- Set once every attempt has failed: a person must look.
    failed_at    timestamptz,
    created_at   timestamptz NOT NULL
);
CREATE INDEX outbox_due ON outbox (run_at) WHERE failed_at IS NULL;
CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;

-- Mails of a site without an SMTP server (the demonstration), shown at /dev/mail.
CREATE TABLE kept_mails (
    id        uuid PRIMARY KEY,
    recipient text NOT NULL,
    subject   text NOT NULL,
    text      text NOT NULL,
    html      text NOT NULL,
    kept_at   timestamptz NOT NULL
);
