ALTER TABLE dossiers DROP COLUMN origin;
DROP TABLE prefills;
