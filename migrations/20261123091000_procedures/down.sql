DROP TABLE officials, group_members, groups, revision_files;
ALTER TABLE procedures DROP CONSTRAINT procedures_revision_id_fkey;
DROP TABLE revisions, procedures;
