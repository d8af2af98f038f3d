ALTER TABLE tasks DROP COLUMN delegable;
