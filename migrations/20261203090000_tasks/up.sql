-- Who holds each role of a procedure's workflow: the members of a group, or an outside service by its addresses. A role of a
-- group that no row binds is held by the group of the dossier.
CREATE TABLE role_holders (
    procedure_id uuid NOT NULL REFERENCES procedures ON DELETE CASCADE,
    role         text NOT NULL,
    group_id     uuid REFERENCES groups ON DELETE CASCADE,
    -- Of an outside service: where it is written to.
    emails       text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (procedure_id, role)
);
CREATE INDEX role_holders_group ON role_holders (group_id);

-- The role whose holders a group is made of; none for one that receives dossiers.
ALTER TABLE groups ADD COLUMN role text;
-- Whether they hand out the work of the group; when they were last handed some, which whoever comes next is told by.
ALTER TABLE group_members
    ADD COLUMN manager boolean NOT NULL DEFAULT false,
    ADD COLUMN assigned_at timestamptz;

-- Members that a procedure's file names and who have no account yet.
CREATE TABLE expected_members (
    group_id uuid NOT NULL REFERENCES groups ON DELETE CASCADE,
    email    text NOT NULL CHECK (email = lower(email)),
    PRIMARY KEY (group_id, email)
);
CREATE INDEX expected_members_email ON expected_members (email);

-- The groups, beside the one that receives it, that a dossier was ever brought before: their members may read it.
CREATE TABLE concerned_groups (
    dossier_id uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    group_id   uuid NOT NULL REFERENCES groups ON DELETE CASCADE,
    PRIMARY KEY (dossier_id, group_id)
);
CREATE INDEX concerned_groups_group ON concerned_groups (group_id, dossier_id);

-- The work of people: a row for each part of a task that the engine opened. What is open is the hot set.
CREATE TABLE tasks (
    id           uuid PRIMARY KEY,
    dossier_id   uuid NOT NULL REFERENCES dossiers ON DELETE CASCADE,
    procedure_id uuid NOT NULL REFERENCES procedures,
    -- The state that it is of, its name there, and which opening of it; its parts are numbered from 0.
    place        text NOT NULL,
    name         text NOT NULL,
    visit        integer NOT NULL,
    part         integer NOT NULL,
    role         text NOT NULL,
    -- Whose members may do it; none for an outside service.
    group_id     uuid REFERENCES groups,
    -- Who alone may do it.
    person_id    uuid REFERENCES accounts,
    -- Who took it, or was given it.
    assignee_id  uuid REFERENCES accounts,
    -- What is being written for it.
    draft        jsonb,
    opened_at    timestamptz NOT NULL,
    due_at       timestamptz,
    -- What queues are ordered by: when it is due, or a year after it was opened.
    urgency      timestamptz NOT NULL,
    status       text NOT NULL CHECK (status IN ('open', 'done', 'tacit', 'recused', 'cancelled')),
    outcome      text,
    answers      jsonb,
    done_by      uuid REFERENCES accounts,
    on_behalf    uuid REFERENCES accounts,
    closed_at    timestamptz,
    UNIQUE (dossier_id, name, visit, part)
);
-- A group's queue: what nobody has taken.
CREATE INDEX tasks_of_group ON tasks (group_id, urgency, id) WHERE status = 'open' AND assignee_id IS NULL;
-- Somebody's own tasks.
CREATE INDEX tasks_of_person ON tasks (assignee_id, urgency, id) WHERE status = 'open';

-- Days on which somebody is handed nothing.
CREATE TABLE absences (
    id         uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    starts_on  date NOT NULL,
    ends_on    date NOT NULL,
    CHECK (ends_on >= starts_on)
);
CREATE INDEX absences_account ON absences (account_id, ends_on);

-- Who acts on whose behalf, from one day to another, for what.
CREATE TABLE delegations (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    delegate_id  uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    -- All procedures, and all roles, where none is named.
    procedure_id uuid REFERENCES procedures ON DELETE CASCADE,
    role         text,
    starts_on    date NOT NULL,
    ends_on      date NOT NULL,
    created_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    CHECK (ends_on >= starts_on AND account_id <> delegate_id)
);
CREATE INDEX delegations_account ON delegations (account_id, ends_on);
CREATE INDEX delegations_delegate ON delegations (delegate_id, ends_on) WHERE revoked_at IS NULL;
