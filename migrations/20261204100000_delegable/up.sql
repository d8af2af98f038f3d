-- Whether somebody may do it for whoever is away, as the circuit says: lists show them nothing else.
ALTER TABLE tasks ADD COLUMN delegable boolean NOT NULL DEFAULT true;
