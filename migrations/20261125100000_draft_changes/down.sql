DROP TABLE draft_changes;
