ALTER TABLE decisions DROP COLUMN document_id;
DROP TABLE documents;
DROP FUNCTION keep_document();
