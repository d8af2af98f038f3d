-- When a draft is deleted, and when its applicant is next told of it. Both are null for what was sent.
ALTER TABLE dossiers ADD COLUMN expires_at timestamptz, ADD COLUMN remind_at timestamptz;
CREATE INDEX dossiers_remind ON dossiers (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX dossiers_expiry ON dossiers (expires_at) WHERE remind_at IS NULL AND expires_at IS NOT NULL;

-- The drafts that are there get the whole time from now on, and the one warning before its end.
UPDATE dossiers
SET expires_at = now() + interval '3 months', remind_at = now() + interval '3 months' - interval '14 days'
WHERE submitted_at IS NULL;
