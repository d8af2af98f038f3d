ALTER TABLE decisions DROP COLUMN effective_on;
DROP TABLE ledgers;
