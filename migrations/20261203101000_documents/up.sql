-- The documents that workflows make of dossiers. The words are those of the step that made it, and never change; the bytes are
-- drawn afterwards, once, and kept in the store under its id.
CREATE TABLE documents (
    id          uuid PRIMARY KEY,
    dossier_id  uuid NOT NULL REFERENCES dossiers,
    -- The event that made it.
    seq         integer NOT NULL,
    -- What the dossier calls it: the last of a name takes the place of those before it.
    name        text NOT NULL,
    -- The model of the procedure.
    template    text NOT NULL,
    title       text NOT NULL,
    -- The roles that read it; everybody on the dossier, when empty.
    visible_to  jsonb NOT NULL,
    -- What it says, as it is drawn.
    content     jsonb NOT NULL,
    created_at  timestamptz NOT NULL,
    -- Of the bytes, once they are there.
    size        bigint,
    sha256      bytea,
    produced_at timestamptz,
    CHECK ((size IS NULL) = (produced_at IS NULL) AND (sha256 IS NULL) = (produced_at IS NULL))
);
CREATE INDEX documents_of_dossier ON documents (dossier_id, seq);

-- Nothing of it changes but that its bytes come, once.
CREATE FUNCTION keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.produced_at IS NULL
        AND to_jsonb(NEW) - '{size,sha256,produced_at}'::text[] = to_jsonb(OLD) - '{size,sha256,produced_at}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a document does not change';
END $$;
CREATE TRIGGER documents_are_kept BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION keep_document();
CREATE TRIGGER documents_append_only BEFORE DELETE ON documents FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The document of a decision, when its state names one.
ALTER TABLE decisions ADD COLUMN document_id uuid REFERENCES documents;
