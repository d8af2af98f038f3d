ALTER TABLE dossiers DROP COLUMN draft_by;
DROP TABLE invitations;
