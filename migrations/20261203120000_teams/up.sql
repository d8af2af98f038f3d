-- Who changed the people of a procedure, and how: who came, who left, who hands out the work, who holds a role. Append-only.
CREATE TABLE team_changes (
    id           uuid PRIMARY KEY,
    procedure_id uuid NOT NULL REFERENCES procedures,
    at           timestamptz NOT NULL,
    by_id        uuid NOT NULL REFERENCES accounts,
    kind         text NOT NULL CHECK (kind IN ('added', 'removed', 'manager', 'member', 'bound')),
    -- The group or the role that it is about, by name; whom, as they were known then.
    about        text NOT NULL,
    whom         text NOT NULL
);
CREATE INDEX team_changes_procedure ON team_changes (procedure_id, id);
CREATE TRIGGER team_changes_append_only BEFORE UPDATE OR DELETE ON team_changes
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Who handed a task from whom to whom: no step of the engine, which doesn't know of it. Append-only.
CREATE TABLE assignments (
    id         uuid PRIMARY KEY,
    task_id    uuid NOT NULL REFERENCES tasks,
    dossier_id uuid NOT NULL REFERENCES dossiers,
    -- None is the queue of the group.
    from_id    uuid REFERENCES accounts,
    to_id      uuid REFERENCES accounts,
    by_id      uuid NOT NULL REFERENCES accounts,
    at         timestamptz NOT NULL
);
CREATE INDEX assignments_dossier ON assignments (dossier_id, at);
CREATE TRIGGER assignments_append_only BEFORE UPDATE OR DELETE ON assignments
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The open work of a group, whoever has it: what a manager hands out.
CREATE INDEX tasks_of_team ON tasks (group_id, urgency, id) WHERE status = 'open';
