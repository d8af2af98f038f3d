DROP INDEX dossiers_expiry;
DROP INDEX dossiers_remind;
ALTER TABLE dossiers DROP COLUMN remind_at, DROP COLUMN expires_at;
